package dev.tenstep.rpc.serialization.protobuf.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import org.jspecify.annotations.Nullable;

/** A stand-in for the form of a message that is still being planned and refers to itself. */
final class Forward implements ValueForm {
    private @Nullable ValueForm target;

    /** Sets the form. Called once, before any value is written or read. */
    void to(ValueForm form) {
        target = form;
    }

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws Throwable {
        requireNonNull(target, "not planned yet").write(value, out, depth);
    }

    @Override
    public @Nullable Object read(JsonParser in, int depth) throws Throwable {
        return requireNonNull(target, "not planned yet").read(in, depth);
    }
}
