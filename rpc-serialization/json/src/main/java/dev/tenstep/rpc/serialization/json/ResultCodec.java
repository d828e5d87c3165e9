package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.json.plan.Planner;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A result: the value as it is. */
final class ResultCodec extends JsonCodec {
    private final BoundValue result;

    ResultCodec(Jackson jackson, Planner planner, TypeModel type, BoundValue result) {
        super(jackson, planner, type, true);
        this.result = result;
    }

    @Override
    void write(@Nullable Object value, JsonGenerator generator, SerializerProvider writing) throws IOException {
        result.write(value, generator, writing);
    }

    @Override
    @Nullable
    Object read(JsonParser parser, DeserializationContext reading) throws IOException {
        return result.read(parser, reading);
    }
}
