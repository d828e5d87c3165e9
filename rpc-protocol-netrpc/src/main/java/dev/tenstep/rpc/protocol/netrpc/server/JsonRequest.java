package dev.tenstep.rpc.protocol.netrpc.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.protocol.netrpc.wire.JsonObject;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a request of JSON-RPC 1.0 as Go's jsonrpc does: members by their names without regard to case, the last one of a
 * name, others skipped. The fields of the last request are those of this object. Event loop only.
 */
final class JsonRequest {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ID = 1 << 10;

    private final JsonObject members = new JsonObject(this::member);
    private String method = "";
    private byte[] id = NULL;
    private String flaw = "";
    private byte[] object = NULL;
    private byte[] array = NULL;
    private int start;
    private int end;

    /**
     * Reads an object.
     *
     * @throws ProtocolException if it is no request, so that nobody knows what to answer; Go closes the connection then
     */
    void read(byte[] from, int objectStart, int objectEnd) {
        method = "";
        id = NULL;
        flaw = "jsonrpc: request body missing params";
        array = from;
        object = from;
        members.read(from, objectStart, objectEnd);
    }

    private void member(String name, JsonParser in) throws IOException {
        switch (name) {
            case "method" -> readMethod(in);
            case "params" -> readParams(in);
            case "id" -> readId(in);
            default -> in.skipChildren();
        }
    }

    private void readMethod(JsonParser in) throws IOException {
        if (in.hasToken(JsonToken.VALUE_NULL)) {
            return;
        }
        if (!in.hasToken(JsonToken.VALUE_STRING)) {
            throw new ProtocolException("a method that is no string");
        }
        method = in.getText();
    }

    private void readParams(JsonParser in) throws IOException {
        if (in.hasToken(JsonToken.VALUE_NULL)) {
            return;
        }
        if (!in.isExpectedStartArrayToken()) {
            flaw = "json: cannot unmarshal " + (in.isExpectedStartObjectToken() ? "object" : "value")
                    + " into Go value of type [1]interface {}";
            in.skipChildren();
            return;
        }
        flaw = "";
        array = object;
        if (in.nextToken() == JsonToken.END_ARRAY) {
            array = NULL;
            start = 0;
            end = NULL.length;
            return;
        }
        start = members.valueStart(in);
        end = members.valueEnd(in);
        int more = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            in.skipChildren();
            more++;
        }
        if (more > 0) {
            flaw = "jsonrpc: " + (1 + more) + " params (expected: 1)";
        }
    }

    private void readId(JsonParser in) throws IOException {
        int from = members.valueStart(in);
        int to = members.valueEnd(in);
        if (to - from > LONGEST_ID) {
            throw new ProtocolException("id: " + (to - from) + " bytes (expected: at most " + LONGEST_ID + ")");
        }
        id = Arrays.copyOfRange(object, from, to);
    }

    String method() {
        return method;
    }

    /** The id as it came, for the answer; null's if there was none. */
    byte[] id() {
        return id;
    }

    /** Says in Go's words why there are no parameters; empty if there are. */
    String flaw() {
        return flaw;
    }

    /** The array in which the only parameter lies. */
    byte[] array() {
        return array;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
