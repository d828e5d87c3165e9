package dev.tenstep.rpc.protocol.netrpc.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.protocol.netrpc.gob.JsonTexts;
import dev.tenstep.rpc.protocol.netrpc.wire.JsonFrames;
import dev.tenstep.rpc.protocol.netrpc.wire.JsonObject;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Replies of JSON-RPC 1.0. Event loop only.
 *
 * <pre>
 *  {"id":0,"result":124,"error":null}
 * </pre>
 */
final class JsonReplies implements Replies {
    private static final byte[] METHOD = bytes("{\"method\":");
    private static final byte[] PARAMS = bytes(",\"params\":[");
    private static final byte[] ID = bytes("],\"id\":");
    private static final byte[] END = bytes("}\n");
    /** The text that Go's client has for an empty one. */
    private static final String UNSPECIFIED = "unspecified error";

    private static final byte[] NULL = bytes("null");

    private final NetrpcClientConnection connection;
    private final JsonFrames frames;
    private final JsonObject members = new JsonObject(this::member);
    private long seq;
    private String error = "";
    private int code;
    private boolean notStarted;
    private int start;
    private int end;

    JsonReplies(NetrpcClientConnection connection) {
        this.connection = connection;
        this.frames = new JsonFrames(connection.memory(), connection.settings().maxMessage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int frameLength(byte[] array, int from, int to) {
        return frames.length(array, from, to);
    }

    @Override
    public void frame(byte[] array, int from, int to) {
        frames.take(array, from, to, this::object);
    }

    private void object(byte[] array, int from, int to) {
        seq = -1;
        error = "";
        code = 0;
        notStarted = false;
        start = 0;
        end = 0;
        members.read(array, from, to);
        if (!error.isEmpty()) {
            connection.failed(seq, error, code, notStarted);
        } else if (end == 0) {
            connection.arrive(seq, NULL, 0, NULL.length);
        } else {
            connection.arrive(seq, array, start, end - start);
        }
    }

    private void member(String name, JsonParser in) throws IOException {
        switch (name) {
            case "id" -> seq = number(in);
            case "result" -> {
                start = members.valueStart(in);
                end = members.valueEnd(in);
            }
            case "error" -> error = error(in);
            case "code" -> code = (int) number(in);
            case "notstarted" -> notStarted = in.hasToken(JsonToken.VALUE_TRUE);
            default -> in.skipChildren();
        }
    }

    private static long number(JsonParser in) throws IOException {
        if (in.hasToken(JsonToken.VALUE_NUMBER_INT) && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        throw new ProtocolException("id or code: " + in.getText() + " (expected: a number of 64 bits)");
    }

    private String error(JsonParser in) throws IOException {
        if (in.hasToken(JsonToken.VALUE_NULL)) {
            return "";
        }
        if (!in.hasToken(JsonToken.VALUE_STRING)) {
            in.skipChildren();
            return "an error that is no text";
        }
        return in.getText().isEmpty() ? UNSPECIFIED : in.getText();
    }

    @Override
    public void request(byte[] method, long number, byte[] array, int offset, int length, MessageOutput out)
            throws IOException {
        out.write(METHOD);
        try (JsonGenerator generator = JsonTexts.generator(out)) {
            generator.writeString(new String(method, StandardCharsets.UTF_8));
        }
        out.write(PARAMS);
        out.write(array, offset, length);
        out.write(ID);
        out.write(bytes(Long.toString(number)));
        out.write(END);
    }

    @Override
    public void close() {
        frames.close();
    }
}
