package dev.tenstep.rpc.serialization.json;

import static java.util.Objects.requireNonNull;

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
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.serialization.json.plan.JsonInput;
import dev.tenstep.rpc.serialization.json.plan.JsonOutput;
import dev.tenstep.rpc.serialization.json.plan.Planner;
import dev.tenstep.rpc.serialization.json.plan.ValuePlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads messages: as planned, or else in Jackson's own way. A plan gives up on whatever is unusual. Jackson then
 * begins again, and either knows the form or the fault.
 */
abstract sealed class JsonCodec implements Codec permits FieldsCodec, ResultCodec {
    private final Jackson jackson;
    private final @Nullable OrderCheck order;
    private final @Nullable ValuePlan plan;
    private final boolean partlyMapped;
    private final boolean nullable;

    JsonCodec(Jackson jackson, Planner planner, TypeModel type, boolean nullable) {
        this.jackson = jackson;
        this.order = OrderCheck.of(type);
        this.plan = planner.plan(type);
        this.nullable = nullable;
        this.partlyMapped = plan != null && planner.isPartlyMapped(type);
    }

    /** Returns whether there is a plan. */
    final boolean isPlanned() {
        return plan != null;
    }

    @Override
    public final void encode(@Nullable Object value, MessageOutput out) throws IOException {
        if (order != null) {
            order.check(value);
        }
        int start = out.position();
        if (plan == null || !encodeAsPlanned(value, out)) {
            out.position(start);
            encodeByJackson(value, out);
        }
    }

    /** Writes a value by the plan, which there is, or returns false. */
    final boolean encodeAsPlanned(@Nullable Object value, MessageOutput out) throws MessageTooLargeException {
        int start = out.position();
        try {
            try (JsonGenerator generator = jackson.generator(out)) {
                ValuePlan.writeNullable(value, requireNonNull(plan), new JsonOutput(generator, jackson));
            }
            Utf8.checkPairs(out.array(), start, out.position());
            return true;
        } catch (MessageTooLargeException e) {
            out.position(start);
            throw e;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return false;
        }
    }

    final void encodeByJackson(@Nullable Object value, MessageOutput out) throws IOException {
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
        try {
            if (plan != null) {
                return decodeAsPlanned(in);
            }
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            // Jackson's own way finds out.
        }
        return decodeByJackson(in);
    }

    /** Reads a message by the plan, which there is, or fails. */
    final @Nullable Object decodeAsPlanned(MessageInput in) throws Throwable {
        ValuePlan values = requireNonNull(plan);
        try (JsonParser parser = jackson.parser(in, partlyMapped)) {
            Object value = parser.nextToken() == JsonToken.VALUE_NULL && nullable
                    ? values.absent()
                    : values.read(new JsonInput(parser, jackson));
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more");
            }
            in.position(in.end());
            return value;
        }
    }

    final @Nullable Object decodeByJackson(MessageInput in) throws IOException {
        try (JsonParser parser = jackson.parser(in, true)) {
            in.position(in.end());
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
