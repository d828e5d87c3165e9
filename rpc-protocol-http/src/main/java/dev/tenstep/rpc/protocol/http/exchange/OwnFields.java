package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields for which gRPC and Connect have no word, and which only Tenstep reads.
 *
 * <pre>
 *  tenstep-not-started: 1                              the procedure was certainly not started
 *  tenstep-details-bin: Base64                         the details of a failure
 *  tenstep-declared-bin: Base64                        a declared exception: name | 0 | message
 *  tenstep-times-bin: Base64                           the times of the server's steps, 8 bytes each, in nanoseconds
 * </pre>
 */
public final class OwnFields {
    /**
     * In a request: the fingerprint of the method's types, for serializers whose messages do not describe themselves as
     * protobuf does.
     */
    public static final String TYPES = "tenstep-types-bin";
    /** In a request: the longest message that the client accepts, in bytes, unless that is the default. */
    public static final String MESSAGE_LIMIT = "tenstep-message-limit";
    /** In a request: the client wants the times of the server's steps. */
    public static final String WANTS_TIMES = "tenstep-times";

    private static final String NOT_STARTED = "tenstep-not-started";
    private static final String DETAILS = "tenstep-details-bin";
    private static final String DECLARED = "tenstep-declared-bin";
    private static final String TIMES = "tenstep-times-bin";
    private static final int SERVER_STEPS = Step.HAND_TO_SERVER_KERNEL.ordinal() - Step.TRAVEL_TO_SERVER.ordinal() + 1;

    private OwnFields() {}

    /** Adds what the protocol has no word for in a failure. */
    public static void write(WireFailure failure, Fields.Builder fields) {
        WireFailure.Declared declared = failure.declared();
        if (declared != null) {
            byte[] name = declared.name().getBytes(StandardCharsets.UTF_8);
            ByteBuffer both = ByteBuffer.allocate(name.length + 1 + declared.message().length);
            both.put(name).put((byte) 0).put(declared.message());
            fields.add(DECLARED, MetadataFields.base64(both.array()));
        }
        if (failure.details().length > 0) {
            fields.add(DETAILS, MetadataFields.base64(failure.details()));
        }
        if (failure.notStarted()) {
            fields.add(NOT_STARTED, "1");
        }
    }

    /** Adds the times of the server's steps, in nanoseconds each, unless they are null. */
    public static void write(long @Nullable [] nanos, Fields.Builder fields) {
        if (nanos != null) {
            ByteBuffer all = ByteBuffer.allocate(Long.BYTES * nanos.length);
            all.asLongBuffer().put(nanos);
            fields.add(TIMES, MetadataFields.base64(all.array()));
        }
    }

    /** Returns whether a failure says that the procedure was not started. */
    public static boolean notStarted(Fields trailers) {
        return trailers.first(NOT_STARTED) != null;
    }

    /** Returns the details of a failure; null if it has none. */
    public static byte @Nullable [] details(Fields trailers) {
        return MetadataFields.bytes(trailers, DETAILS);
    }

    /** Returns the declared exception; null if there is none. */
    public static WireFailure.@Nullable Declared declared(Fields trailers) {
        byte[] both = MetadataFields.bytes(trailers, DECLARED);
        if (both == null) {
            return null;
        }
        int end = 0;
        while (end < both.length && both[end] != 0) {
            end++;
        }
        String name = new String(both, 0, end, StandardCharsets.UTF_8);
        return new WireFailure.Declared(name, Arrays.copyOfRange(both, Math.min(both.length, end + 1), both.length));
    }

    /** Reads the times of the server's steps that this client knows; null if there are none. */
    public static long @Nullable [] times(Fields trailers) {
        byte[] bytes = MetadataFields.bytes(trailers, TIMES);
        if (bytes == null) {
            return null;
        }
        long[] times = new long[SERVER_STEPS];
        ByteBuffer all = ByteBuffer.wrap(bytes);
        for (int i = 0; i < times.length && all.remaining() >= Long.BYTES; i++) {
            times[i] = Math.max(0, all.getLong());
        }
        return times;
    }
}
