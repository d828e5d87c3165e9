package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes what stands in front of each message of net/rpc: a {@code Request}, a {@code Response}, or the {@code Failure} of a
 * call, which Go reads as a {@code Response}, since it skips the two fields that it does not know. Used by one thread at
 * a time, in the order in which the bytes are sent.
 *
 * <pre>
 *  type Request  struct { ServiceMethod string; Seq uint64 }
 *  type Response struct { ServiceMethod string; Seq uint64; Error string }
 *  type Failure  struct { ServiceMethod string; Seq uint64; Error string; Code uint; NotStarted bool }
 * </pre>
 */
public final class HeadWriter {
    static final List<String> FIELDS = List.of("ServiceMethod", "Seq", "Error", "Code", "NotStarted");
    static final List<GobType.Basic> TYPES = List.of(
            GobType.Basic.STRING, GobType.Basic.UINT, GobType.Basic.STRING, GobType.Basic.UINT, GobType.Basic.BOOL);

    private static final int HEAD_ID = GobTypes.FIRST + 1;
    private static final int FAILURE_ID = GobTypes.FIRST + 2;
    /** The last number of a type that this class defines. */
    static final int LAST_ID = FAILURE_ID;

    private static final byte[] REQUEST = define(HEAD_ID, "Request", 2);
    private static final byte[] RESPONSE = define(HEAD_ID, "Response", 3);
    private static final byte[] FAILURE = define(FAILURE_ID, "Failure", 5);

    private boolean defined;
    private boolean failureDefined;

    /** Begins a connection's direction. */
    public HeadWriter() {}

    private static byte[] define(int id, String name, int fields) {
        return Definitions.struct(
                id,
                name,
                FIELDS.subList(0, fields),
                TYPES.subList(0, fields).stream().map(GobType.Basic::id).toList());
    }

    /**
     * Appends the head of a request; its parameters follow.
     *
     * @param method the name of service and method
     */
    public void request(byte[] method, long seq, MessageOutput out) throws IOException {
        head(REQUEST, method, seq, out);
    }

    /** Appends the head of a response; its result follows. */
    public void response(byte[] method, long seq, MessageOutput out) throws IOException {
        head(RESPONSE, method, seq, out);
    }

    private void head(byte[] definition, byte[] method, long seq, MessageOutput to) throws IOException {
        GobOutput out = new GobOutput(to);
        if (!defined) {
            defined = true;
            out.raw(definition);
        }
        int start = out.beginMessage();
        out.integer(HEAD_ID);
        int outer = begin(out, method, seq);
        out.endStruct(outer);
        out.endMessage(start);
    }

    private static int begin(GobOutput out, byte[] method, long seq) throws IOException {
        int outer = out.beginStruct();
        if (method.length > 0) {
            out.field(0);
            out.bytes(method);
        }
        if (seq != 0) {
            out.field(1);
            out.uint(seq);
        }
        return outer;
    }

    /**
     * Appends a failure, and the value behind it that Go expects and drops.
     *
     * @param error the text, not empty, since an empty one would be a success
     * @param code the number of its code
     * @param notStarted whether the call was certainly not started
     */
    public void failure(byte[] method, long seq, String error, int code, boolean notStarted, MessageOutput to)
            throws IOException {
        GobOutput out = new GobOutput(to);
        if (!failureDefined) {
            failureDefined = true;
            out.raw(FAILURE);
        }
        int start = out.beginMessage();
        out.integer(FAILURE_ID);
        int outer = begin(out, method, seq);
        out.field(2);
        out.bytes(error.getBytes(StandardCharsets.UTF_8));
        out.field(3);
        out.uint(code);
        out.field(4, notStarted);
        out.endStruct(outer);
        out.endMessage(start);
        start = out.beginMessage();
        out.integer(GobType.Basic.INT.id());
        out.uint(0);
        out.integer(0);
        out.endMessage(start);
    }
}
