package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.Primitive;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.io.IOException;

/** The form of an int32 that an object has as a long: a year, an hour. */
record SmallForm() implements ValueForm {
    private static final NumberForm INT = new NumberForm(Primitive.INT);

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        out.writeNumber((long) value);
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        return INT.read(in);
    }

    @Override
    public Object absent() {
        return 0L;
    }

    @Override
    public boolean isOmitted(Object value) {
        return (long) value == 0;
    }
}
