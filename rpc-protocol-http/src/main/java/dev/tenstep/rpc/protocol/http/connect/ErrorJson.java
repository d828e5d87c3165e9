package dev.tenstep.rpc.protocol.http.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.exchange.MetadataFields;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Failures and the ends of streams as JSON (connectrpc.com/docs/protocol, "Error end-stream").
 *
 * <pre>{@code
 * {"code":"not_found","message":"no such user","details":[{"type":"users.NoSuchUser","value":"CAc","debug":{"id":7}}]}
 * {"error":{...},"metadata":{"cost":["7"]}}
 * }</pre>
 */
final class ErrorJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ErrorJson() {}

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes a failure.
     *
     * @param debug whether the declared exception is JSON, and may be shown
     */
    static byte[] error(WireFailure failure, Answers.@Nullable Detail detail, boolean debug) {
        return write(json -> fields(failure, detail, debug, json));
    }

    /**
     * Writes the end of a stream.
     *
     * @param failure null if the call succeeded
     * @param metadata the trailers
     */
    static byte[] end(@Nullable WireFailure failure, Answers.@Nullable Detail detail, boolean debug, Fields metadata) {
        return write(json -> {
            if (failure != null) {
                json.writeObjectFieldStart("error");
                fields(failure, detail, debug, json);
                json.writeEndObject();
            }
            if (metadata.count() > 0) {
                json.writeObjectFieldStart("metadata");
                for (Map.Entry<String, List<String>> each : byName(metadata).entrySet()) {
                    json.writeArrayFieldStart(each.getKey());
                    for (String value : each.getValue()) {
                        json.writeString(value);
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
        });
    }

    private static Map<String, List<String>> byName(Fields fields) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.count(); i++) {
            values.computeIfAbsent(fields.name(i), name -> new ArrayList<>()).add(fields.value(i));
        }
        return values;
    }

    private static void fields(WireFailure failure, Answers.@Nullable Detail detail, boolean debug, JsonGenerator json)
            throws IOException {
        json.writeStringField("code", ErrorCodes.name(failure.code()));
        if (!failure.text().isEmpty()) {
            json.writeStringField("message", failure.text());
        }
        if (detail != null) {
            json.writeArrayFieldStart("details");
            json.writeStartObject();
            json.writeStringField("type", detail.type());
            json.writeStringField("value", MetadataFields.base64(detail.message()));
            if (debug && failure.declared() != null) {
                json.writeFieldName("debug");
                json.writeRawValue(new String(failure.declared().message(), StandardCharsets.UTF_8));
            }
            json.writeEndObject();
            json.writeEndArray();
        }
    }
}
