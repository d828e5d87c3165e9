package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads messages of one type as Go's encoding/json does. Used by many threads at once.
 *
 * @param spread whether the message is an array of parameters, of which the value is the only one
 * @param where the method, for texts
 */
record JsonCodec(Plan plan, boolean spread, String where) implements Codec {

    @Override
    public void encode(@Nullable Object message, MessageOutput target) throws IOException {
        Object given = spread && message != null && !(plan instanceof NothingPlan) ? ((Object[]) message)[0] : message;
        Object value = plan instanceof NothingPlan ? NothingPlan.NOTHING : given;
        int start = target.position();
        try {
            try (JsonGenerator out = JsonTexts.generator(target)) {
                write(out, plan, value);
            }
        } catch (IllegalArgumentException e) {
            target.position(start);
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        } catch (Throwable t) {
            target.position(start); // closing the generator hands over what it had
            throw GobCodec.failure(where, t);
        }
    }

    /** Writes a value, or what there is in its place if it is null. */
    static void write(JsonGenerator out, Plan plan, @Nullable Object value) throws Throwable {
        Object present = value == null ? plan.absent() : value;
        if (present != null) {
            plan.writeJson(out, present);
        } else if (plan instanceof EnumPlan) {
            out.writeNumber(0);
        } else {
            out.writeNull();
        }
    }

    @Override
    public @Nullable Object decode(MessageInput source) throws IOException {
        try (JsonParser parser = JsonTexts.parser(source.array(), source.position(), source.remaining())) {
            parser.nextToken();
            Object value = read(new JsonReader(parser));
            if (parser.nextToken() != null) {
                throw new JsonException("json: more than one value (expected: one)");
            }
            source.position(source.end());
            if (plan instanceof NothingPlan) {
                return spread ? new Object[0] : null;
            }
            return spread ? new Object[] {value} : value;
        } catch (JacksonException e) {
            throw JsonReader.malformed(e);
        } catch (Throwable t) {
            throw GobCodec.failure(where, t);
        }
    }

    private @Nullable Object read(JsonReader in) throws Throwable {
        if (in.parser().currentToken() == null) {
            throw new JsonException("json: no value (expected: one)");
        }
        boolean isNull = in.parser().hasToken(JsonToken.VALUE_NULL);
        return isNull && plan instanceof StructPlan struct ? struct.empty() : in.value(plan);
    }
}
