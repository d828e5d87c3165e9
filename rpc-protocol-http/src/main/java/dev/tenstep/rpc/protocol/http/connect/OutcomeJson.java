package dev.tenstep.rpc.protocol.http.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads failures and the ends of streams from JSON, as {@link ErrorJson} and other servers write them. Properties that are
 * unknown, or not of the type that they should have, are ignored; only what is no JSON object is malformed.
 */
final class OutcomeJson {
    private static final JsonFactory JSON = new JsonFactory();

    private OutcomeJson() {}

    /**
     * A failure.
     *
     * @param code null if it has none that is known
     */
    record Failure(@Nullable StatusCode code, String text, List<Answers.Detail> details) {}

    /**
     * The end of a stream.
     *
     * @param failure null if the call succeeded
     */
    record End(@Nullable Failure failure, Fields trailers) {}

    private interface Body<T> {
        T read(JsonParser json) throws IOException;
    }

    private static <T> T whole(byte[] array, int from, int end, Body<T> body) throws IOException {
        try (JsonParser json = JSON.createParser(array, from, end - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(json, "no JSON object");
            }
            T read = body.read(json);
            if (json.nextToken() != null) {
                throw new JsonParseException(json, "more than one JSON object");
            }
            return read;
        }
    }

    /**
     * Reads a failure.
     *
     * @throws IOException if it is no JSON object
     */
    static Failure failure(byte[] array, int from, int end) throws IOException {
        return whole(array, from, end, OutcomeJson::failure);
    }

    /**
     * Reads the end of a stream.
     *
     * @throws IOException if it is no JSON object
     */
    static End end(byte[] array, int from, int end) throws IOException {
        return whole(array, from, end, OutcomeJson::end);
    }

    private static End end(JsonParser json) throws IOException {
        Failure failure = null;
        Fields.Builder trailers = new Fields.Builder();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("error") && value == JsonToken.START_OBJECT) {
                failure = failure(json);
            } else if (name.equals("metadata") && value == JsonToken.START_OBJECT) {
                metadata(json, trailers);
            } else {
                json.skipChildren();
            }
        }
        return new End(failure, trailers.build());
    }

    private static void metadata(JsonParser json, Fields.Builder to) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName().toLowerCase(Locale.ROOT);
            if (json.nextToken() != JsonToken.START_ARRAY) {
                json.skipChildren();
                continue;
            }
            for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
                if (each == JsonToken.VALUE_STRING) {
                    to.add(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private static Failure failure(JsonParser json) throws IOException {
        StatusCode code = null;
        String text = "";
        List<Answers.Detail> details = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("code") && value == JsonToken.VALUE_STRING) {
                code = ErrorCodes.of(json.getText());
            } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
                text = json.getText();
            } else if (name.equals("details") && value == JsonToken.START_ARRAY) {
                details(json, details);
            } else {
                json.skipChildren();
            }
        }
        return new Failure(code, text, details);
    }

    private static void details(JsonParser json, List<Answers.Detail> to) throws IOException {
        for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            Answers.Detail detail = each == JsonToken.START_OBJECT ? detail(json) : null;
            if (detail != null) {
                to.add(detail);
            } else if (each != JsonToken.START_OBJECT) {
                json.skipChildren();
            }
        }
    }

    private static Answers.@Nullable Detail detail(JsonParser json) throws IOException {
        String type = null;
        byte[] message = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                type = json.getText();
            } else if (name.equals("value") && value == JsonToken.VALUE_STRING) {
                message = bytes(json.getText());
            } else {
                json.skipChildren();
            }
        }
        return type == null || message == null ? null : new Answers.Detail(type, message);
    }

    /** Decodes Base64 with padding or without; null if it is none. */
    private static byte @Nullable [] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
