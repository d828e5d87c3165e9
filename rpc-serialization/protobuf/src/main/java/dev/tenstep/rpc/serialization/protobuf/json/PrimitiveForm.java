package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.io.IOException;

/** The form of a field of a primitive type: 0 is absent. Negative zero is not 0, as in protobuf. */
record PrimitiveForm(NumberForm number) implements ValueForm {

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        number.write(value, out, depth);
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        return number.read(in, depth);
    }

    @Override
    public Object absent() {
        return number.primitive().boxed(0);
    }

    @Override
    public boolean isOmitted(Object value) throws IOException {
        return number.primitive().bits(value) == 0;
    }
}
