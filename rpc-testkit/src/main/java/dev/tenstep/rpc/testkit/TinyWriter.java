package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.ScalarText;
import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.contract.TypeModel;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the messages of {@link TinyReader}. */
final class TinyWriter {
    /** Limits the size of a number, since writing and reading digits takes time that grows with their square. */
    private static final int MAX_BITS = 3_300;

    private final DataOutputStream out;

    TinyWriter(DataOutputStream out) {
        this.out = out;
    }

    void write(TypeModel type, @Nullable Object value, int depth) throws IOException {
        if (depth == 0) {
            throw new IOException("depth: over " + TinySerializer.DEPTH + " at " + type.typeName());
        }
        if (type instanceof ScalarModel scalar && scalar.primitive()) {
            writePrimitive(scalar, value);
            return;
        }
        Object present = type instanceof OptionalModel optional && value != null
                ? optional.form().take(value)
                : value;
        out.writeBoolean(present != null);
        if (present != null) {
            writePresent(type, present, depth);
        }
    }

    private void writePresent(TypeModel type, Object value, int depth) throws IOException {
        if (type instanceof ScalarModel scalar) {
            writeScalar(scalar, value);
        } else if (type instanceof EnumModel constants) {
            out.writeInt(constants.constants().indexOf(value));
        } else if (type instanceof OptionalModel optional) {
            write(optional.value(), value, depth - 1);
        } else if (type instanceof CollectionModel collection) {
            writeCollection(collection, value, depth - 1);
        } else if (type instanceof MapModel map) {
            writeMap(map, (Map<?, ?>) value, depth - 1);
        } else if (type instanceof ObjectModel object) {
            writeFields(object, value, depth - 1);
        } else {
            writeOneOf((OneOfModel) type, value, depth - 1);
        }
    }

    private void writeCollection(CollectionModel type, Object value, int depth) throws IOException {
        if (value instanceof char[] text) {
            refuse(type, Texts.flaw(text));
            out.writeInt(text.length);
            out.writeChars(String.valueOf(text));
            return;
        }
        if (type.array()) {
            int length = Array.getLength(value);
            out.writeInt(length);
            for (int i = 0; i < length; i++) {
                writeElement(type, type.element(), Array.get(value, i), depth);
            }
            return;
        }
        refuse(type, type.rules().flaw(value));
        Collection<?> elements = (Collection<?>) value;
        out.writeInt(elements.size());
        for (Object element : elements) {
            writeElement(type, type.element(), element, depth);
        }
    }

    private void writeMap(MapModel type, Map<?, ?> map, int depth) throws IOException {
        refuse(type, type.rules().flaw(map));
        out.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            writeElement(type, type.key(), entry.getKey(), depth);
            writeElement(type, type.value(), entry.getValue(), depth);
        }
    }

    private static void refuse(TypeModel type, @Nullable String flaw) throws IOException {
        if (flaw != null) {
            throw new IOException(type.typeName() + ": " + flaw);
        }
    }

    private void writeElement(TypeModel whole, TypeModel type, @Nullable Object element, int depth) throws IOException {
        if (element == null) {
            throw new NullElement("null (expected: " + type.typeName() + ") in " + whole.typeName());
        }
        write(type, element, depth);
    }

    private void writeFields(ObjectModel type, Object value, int depth) throws IOException {
        for (FieldModel field : type.fields()) {
            try {
                write(field.type(), (Object) field.getter().invoke(value), depth);
            } catch (NullElement e) {
                throw new NullElement(e.getMessage() + " of " + type.typeName() + "." + field.name());
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IOException(e);
            }
        }
    }

    private void writeOneOf(OneOfModel type, Object value, int depth) throws IOException {
        for (OneOfModel.Case each : type.cases()) {
            if (each.type().rawType().isInstance(value)) {
                out.writeInt(each.number());
                writeFields(each.type(), value, depth);
                return;
            }
        }
        throw new IOException("class: " + value.getClass().getName() + " (expected: one of " + type.typeName() + ")");
    }

    private void writePrimitive(ScalarModel type, @Nullable Object value) throws IOException {
        if (type.kind() != ScalarModel.Kind.VOID) {
            if (value == null) {
                throw new IOException("null (expected: " + type.typeName() + ")");
            }
            writeScalar(type, value);
        }
    }

    private void writeScalar(ScalarModel type, Object value) throws IOException {
        switch (type.kind()) {
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case BYTE -> out.writeByte((Byte) value);
            case SHORT -> out.writeShort((Short) value);
            case CHAR -> writeChar((Character) value);
            case INT -> out.writeInt((Integer) value);
            case LONG -> out.writeLong((Long) value);
            case FLOAT -> out.writeFloat((Float) value);
            case DOUBLE -> out.writeDouble((Double) value);
            case BYTES -> writeBytes(ByteBuffer.wrap((byte[]) value));
            case BYTE_BUFFER -> writeBytes(((ByteBuffer) value).duplicate());
            case BIG_INTEGER -> writeText(digits((BigInteger) value).toString());
            case BIG_DECIMAL -> {
                digits(((BigDecimal) value).unscaledValue());
                writeText(value.toString());
            }
            default -> writeText(ScalarText.of(value));
        }
    }

    private static BigInteger digits(BigInteger value) throws IOException {
        if (value.bitLength() > MAX_BITS) {
            throw new IOException("number of " + value.bitLength() + " bits (expected: up to " + MAX_BITS + ")");
        }
        return value;
    }

    private void writeChar(char value) throws IOException {
        if (Character.isSurrogate(value)) {
            throw new IOException(Texts.foundHalf(value));
        }
        out.writeChar(value);
    }

    private void writeText(String text) throws IOException {
        writeBytes(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
    }

    private void writeBytes(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.writeInt(copy.length);
        out.write(copy);
    }

    /** An exception about a null element, extended with its place by each object around it. */
    private static final class NullElement extends IOException {
        private static final long serialVersionUID = 1;

        NullElement(String message) {
            super(message);
        }
    }
}
