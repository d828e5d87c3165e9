package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;

/** The form of a field that holds an Optional: absent if it is empty. */
record OptionalForm(ValueForm value, OptionalModel.Form form) implements ValueForm {

    @Override
    public void write(Object optional, JsonGenerator out, int depth) throws Throwable {
        Object held = form.take(optional);
        if (held != null) {
            value.write(held, out, depth);
        }
    }

    @Override
    public Object read(JsonParser in, int depth) throws Throwable {
        return form.make(value.read(in, depth));
    }

    @Override
    public Object absent() {
        return form.make(null);
    }

    @Override
    public boolean isOmitted(Object optional) {
        return form.take(optional) == null;
    }
}
