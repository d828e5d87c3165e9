package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens and closes the generators and parsers of messages. */
abstract sealed class JsonCodec implements Codec permits FieldsCodec, ResultCodec {
    private final Jackson jackson;
    private final @Nullable OrderCheck order;

    JsonCodec(Jackson jackson, TypeModel type) {
        this.jackson = jackson;
        this.order = OrderCheck.of(type);
    }

    @Override
    public final void encode(@Nullable Object value, MessageOutput out) throws IOException {
        if (order != null) {
            order.check(value);
        }
        int start = out.position();
        try {
            try (JsonGenerator generator = jackson.generator(out)) {
                write(value, generator, jackson.writing());
            }
            Utf8.checkPairs(out.array(), start, out.position());
        } catch (JacksonException e) {
            out.position(start); // closing the generator hands over what it had
            throw JsonFaults.of(e);
        } catch (IOException | RuntimeException e) {
            out.position(start);
            throw e;
        }
    }

    @Override
    public final @Nullable Object decode(MessageInput in) throws IOException {
        try (JsonParser parser = jackson.parser(in)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "no JSON (expected: a value)");
            }
            Object value = read(parser, jackson.reading(parser));
            JsonToken after = parser.nextToken();
            if (after != null) {
                throw new JsonParseException(parser, after + " after the message (expected: its end)");
            }
            return value;
        } catch (JacksonException e) {
            throw JsonFaults.of(e);
        }
    }

    abstract void write(@Nullable Object value, JsonGenerator generator, SerializerProvider writing) throws IOException;

    /** Reads from the parser's current token to the value's last one. */
    abstract @Nullable Object read(JsonParser parser, DeserializationContext reading) throws IOException;
}
