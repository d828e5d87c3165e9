package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.json.value.TextForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.io.IOException;
import java.math.BigDecimal;

/** The form of the text of a google.type.Decimal: one without it is 0, as its description says. */
record DecimalText(TextForm text) implements ValueForm {

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        text.write(value, out, depth);
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        return text.read(in, depth);
    }

    @Override
    public Object absent() {
        return BigDecimal.ZERO;
    }
}
