package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The codec of a whole message. */
record JsonCodec(JsonTexts texts, ValueForm form, Value value) implements Codec {

    /** The relation of a value to its message. */
    enum Value {
        /** The message holds the value in fields, and null is an absent field. */
        IN_FIELDS,
        /** The message is the value, which may be null. */
        WHOLE,
        /** The message is the only element of an {@code Object[]}, which may be null. */
        SOLE_PARAMETER,
        /** The message has no fields, and the value is null. */
        NOTHING
    }

    /**
     * A null message, where the message is the value and there is no field to leave out: by its number, the field that stands for
     * it in the binary form (ADR 7). Other programs that skip unknown fields read an empty message.
     */
    private static final byte[] NULL = "{\"19999\":1}".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void encode(@Nullable Object given, MessageOutput out) throws IOException {
        Object message = value == Value.SOLE_PARAMETER && given != null ? ((Object[]) given)[0] : given;
        if (message == null && (value == Value.WHOLE || value == Value.SOLE_PARAMETER)) {
            out.write(NULL);
            out.checkLimit();
            return;
        }
        int start = out.position();
        try {
            write(message, out);
            out.checkLimit();
        } catch (Throwable e) {
            out.position(start); // closing the generator hands over what it had
            throw passedOn(e);
        }
    }

    private void write(@Nullable Object message, MessageOutput out) throws Throwable {
        try (JsonGenerator generator = texts.generator(out)) {
            try {
                if (form instanceof ObjectForm object) {
                    object.write(message, generator, 0);
                } else if (message != null) {
                    form.write(message, generator, 0);
                }
            } catch (UnwritableValueException e) {
                String place = generator.getOutputContext().pathAsPointer().toString();
                throw place.isEmpty() ? e : new UnwritableValueException(e.getMessage() + " at " + place);
            }
        }
    }

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        Object message = null;
        if (value == Value.IN_FIELDS || !isNull(in)) {
            try {
                message = read(in);
            } catch (Throwable e) {
                throw passedOn(e);
            }
        }
        in.position(in.end());
        return switch (value) {
            case SOLE_PARAMETER -> new @Nullable Object[] {message};
            case NOTHING -> null;
            default -> message;
        };
    }

    private static boolean isNull(MessageInput in) {
        return in.remaining() == NULL.length
                && Arrays.equals(in.array(), in.position(), in.end(), NULL, 0, NULL.length);
    }

    private @Nullable Object read(MessageInput in) throws Throwable {
        try (JsonParser parser = texts.parser(in)) {
            try {
                JsonToken first = parser.nextToken();
                if (first == null) {
                    throw new MalformedMessageException("no JSON (expected: an object)");
                }
                boolean isNull = first == JsonToken.VALUE_NULL && value != Value.IN_FIELDS;
                Object message = isNull ? null : form.read(parser, 0);
                if (parser.nextToken() != null) {
                    throw Tokens.unexpected(parser, "the end of the message");
                }
                return message;
            } catch (JacksonException e) {
                throw new MalformedMessageException(e.getOriginalMessage() + place(parser), e);
            } catch (MalformedMessageException e) {
                throw new MalformedMessageException(e.getMessage() + place(parser), e);
            }
        }
    }

    /** Describes where the parser is, by the path to it and by its place in the message. */
    private static String place(JsonParser parser) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        return (path.isEmpty() ? "" : " at " + path) + " (line: "
                + parser.currentLocation().getLineNr() + ", column: "
                + parser.currentLocation().getColumnNr() + ")";
    }

    /** Passes on an exception that a user's accessor or constructor threw, unchanged where Java allows it. */
    private static IOException passedOn(Throwable e) throws IOException {
        if (e instanceof IOException io) {
            throw io;
        }
        if (e instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        throw new UndeclaredThrowableException(e);
    }
}
