package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import dev.tenstep.rpc.serialization.protobuf.Bits;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import java.io.IOException;

/** Fields of primitive types without boxes, for generated code: 0 is left out, and null is 0. */
final class Primitives {
    private Primitives() {}

    static void write(boolean value, SerializableString name, JsonGenerator out) throws IOException {
        if (value) {
            out.writeFieldName(name);
            out.writeBoolean(true);
        }
    }

    static void write(byte value, SerializableString name, JsonGenerator out) throws IOException {
        write((int) value, name, out);
    }

    static void write(short value, SerializableString name, JsonGenerator out) throws IOException {
        write((int) value, name, out);
    }

    static void write(char value, SerializableString name, JsonGenerator out) throws IOException {
        write((int) Bits.of(value), name, out);
    }

    static void write(int value, SerializableString name, JsonGenerator out) throws IOException {
        if (value != 0) {
            out.writeFieldName(name);
            out.writeNumber(value);
        }
    }

    static void write(long value, SerializableString name, JsonGenerator out) throws IOException {
        if (value != 0) {
            out.writeFieldName(name);
            NumberForm.writeLong(value, out);
        }
    }

    static void write(float value, SerializableString name, JsonGenerator out) throws IOException {
        if (Float.floatToRawIntBits(value) != 0) {
            out.writeFieldName(name);
            out.writeNumber(value);
        }
    }

    static void write(double value, SerializableString name, JsonGenerator out) throws IOException {
        if (Double.doubleToRawLongBits(value) != 0) {
            out.writeFieldName(name);
            out.writeNumber(value);
        }
    }

    private static long read(NumberForm form, JsonParser in) throws IOException {
        return in.hasToken(JsonToken.VALUE_NULL) ? 0 : form.read(in);
    }

    static boolean readBoolean(NumberForm form, JsonParser in) throws IOException {
        return read(form, in) != 0;
    }

    static byte readByte(NumberForm form, JsonParser in) throws IOException {
        return (byte) read(form, in);
    }

    static short readShort(NumberForm form, JsonParser in) throws IOException {
        return (short) read(form, in);
    }

    static char readChar(NumberForm form, JsonParser in) throws IOException {
        return (char) read(form, in);
    }

    static int readInt(NumberForm form, JsonParser in) throws IOException {
        return (int) read(form, in);
    }

    static long readLong(NumberForm form, JsonParser in) throws IOException {
        return read(form, in);
    }

    static float readFloat(NumberForm form, JsonParser in) throws IOException {
        return Float.intBitsToFloat((int) read(form, in));
    }

    static double readDouble(NumberForm form, JsonParser in) throws IOException {
        return Double.longBitsToDouble(read(form, in));
    }
}
