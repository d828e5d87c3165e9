package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.serialization.protobuf.Bits;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;

/** The form of an array of a primitive type other than byte. */
record ArrayForm(NumberForm number, Class<?> type) implements ValueForm {

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        if (value instanceof char[] chars) {
            Bits.checkText(chars);
        }
        out.writeStartArray();
        for (int i = 0, n = Array.getLength(value); i < n; i++) {
            number.write(Bits.at(value, i), out);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        if (!in.isExpectedStartArrayToken()) {
            throw Tokens.unexpected(in, "an array");
        }
        long[] read = new long[16];
        int n = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (n == read.length) {
                read = Arrays.copyOf(read, 2 * n);
            }
            read[n++] = number.read(in);
        }
        Object array = Array.newInstance(type, n);
        for (int i = 0; i < n; i++) {
            Bits.set(array, i, read[i]);
        }
        return array;
    }

    @Override
    public Object absent() {
        return Array.newInstance(type, 0);
    }

    @Override
    public boolean isOmitted(Object value) {
        return Array.getLength(value) == 0;
    }
}
