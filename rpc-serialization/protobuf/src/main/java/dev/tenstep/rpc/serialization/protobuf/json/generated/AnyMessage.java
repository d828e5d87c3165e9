package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Depth;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The form of a google.protobuf.Any: the message's own fields after {@code "@type"}, or its own form as {@code "value"} if that has
 * no fields. Since the type's name may come last, the text is copied before it is read.
 */
record AnyMessage(Descriptor type, GeneratedPlanner planner) implements MessageForm {
    private static final JsonFactory COPIES = new JsonFactory();
    private static final String TYPE = "@type";
    private static final String VALUE = "value";

    @Override
    public void write(Message message, JsonGenerator out, int depth) throws Throwable {
        Depth.checkWritten(depth, message);
        String url = (String) message.getField(type.findFieldByNumber(1));
        out.writeStartObject();
        if (!url.isEmpty()) {
            Descriptor inner = find(url);
            if (inner == null) {
                throw new UnwritableValueException(
                        "an Any of the unknown type \"" + Tokens.shown(url) + "\" " + expected());
            }
            out.writeStringField(TYPE, url);
            ByteString bytes = (ByteString) message.getField(type.findFieldByNumber(2));
            Message value = DynamicMessage.parseFrom(inner, bytes);
            MessageForm form = planner.form(inner);
            if (form instanceof GeneratedObject object) {
                object.writeFields(value, out, depth + 1);
            } else {
                out.writeFieldName(VALUE);
                form.write(value, out, depth + 1);
            }
        }
        out.writeEndObject();
    }

    private @Nullable Descriptor find(String url) {
        return planner.find(url.substring(url.lastIndexOf('/') + 1));
    }

    private static String expected() {
        return "(expected: a type of the message's .proto file, or of one that it imports)";
    }

    @Override
    public void read(JsonParser in, Message.Builder into, int depth) throws Throwable {
        Depth.checkRead(depth);
        if (!in.isExpectedStartObjectToken()) {
            throw Tokens.unexpected(in, "an object");
        }
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        String url = split(in, fields, value);
        if (url == null) {
            if (fields.size() > 2) {
                throw new MalformedMessageException("an Any without \"@type\" (expected: the URL of its type)");
            }
            return;
        }
        Descriptor inner = find(url);
        if (inner == null) {
            throw new MalformedMessageException(
                    "an Any of the unknown type \"" + Tokens.shown(url) + "\" " + expected());
        }
        MessageForm form = planner.form(inner);
        Message.Builder builder = DynamicMessage.newBuilder(inner);
        byte[] text = (form.hasFields() ? fields : value).toByteArray();
        try (JsonParser parser = COPIES.createParser(text)) {
            if (parser.nextToken() != null) {
                form.read(parser, builder, depth + 1);
            }
        }
        into.setField(type.findFieldByNumber(1), url);
        into.setField(type.findFieldByNumber(2), builder.build().toByteString());
    }

    /** Copies all fields but the type's, which is returned, and the one called value by itself. */
    private static @Nullable String split(JsonParser in, ByteArrayOutputStream fields, ByteArrayOutputStream value)
            throws IOException {
        String url = null;
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        try (JsonGenerator out = COPIES.createGenerator(fields)) {
            out.writeStartObject();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken next = in.nextToken();
                if (!name.equals(TYPE)) {
                    copied.reset();
                    try (JsonGenerator one = COPIES.createGenerator(copied)) {
                        one.copyCurrentStructureExact(in);
                    }
                    out.writeFieldName(name);
                    out.writeRawValue(copied.toString(StandardCharsets.UTF_8));
                    if (name.equals(VALUE)) {
                        copied.writeTo(value);
                    }
                } else if (url != null || next != JsonToken.VALUE_STRING) {
                    throw Tokens.unexpected(in, "\"@type\" once, with the URL of a type");
                } else {
                    url = in.getText();
                }
            }
            out.writeEndObject();
        }
        return url;
    }
}
