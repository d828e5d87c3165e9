package dev.tenstep.rpc.protocol.netrpc.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.protocol.netrpc.gob.JsonTexts;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads a request of JSON-RPC 1.0 as Go's jsonrpc does: members by their names without regard to case, the last one of a
 * name, others skipped. The fields of the last request are those of this object. Event loop only.
 */
final class JsonRequest {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ID = 1 << 10;

    private String method = "";
    private byte[] id = NULL;
    private String flaw = "";
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
        try (JsonParser in = JsonTexts.parser(from, objectStart, objectEnd - objectStart)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "method" -> readMethod(in);
                    case "params" -> readParams(in, objectStart);
                    case "id" -> readId(in, objectStart);
                    default -> in.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new ProtocolException("malformed JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes cannot be read", e);
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

    private void readParams(JsonParser in, int objectStart) throws IOException {
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
        if (in.nextToken() == JsonToken.END_ARRAY) {
            array = NULL;
            start = 0;
            end = NULL.length;
            return;
        }
        start = objectStart + (int) in.currentTokenLocation().getByteOffset();
        end = objectStart + valueEnd(in);
        int more = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            in.skipChildren();
            more++;
        }
        if (more > 0) {
            flaw = "jsonrpc: " + (1 + more) + " params (expected: 1)";
        }
    }

    private static int valueEnd(JsonParser in) throws IOException {
        in.skipChildren();
        in.finishToken();
        return (int) in.currentLocation().getByteOffset();
    }

    private void readId(JsonParser in, int objectStart) throws IOException {
        int from = objectStart + (int) in.currentTokenLocation().getByteOffset();
        int to = objectStart + valueEnd(in);
        if (to - from > LONGEST_ID) {
            throw new ProtocolException("id: " + (to - from) + " bytes (expected: at most " + LONGEST_ID + ")");
        }
        id = Arrays.copyOfRange(array, from, to);
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
