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
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.MessageInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the messages of {@link TinyWriter}. */
final class TinyReader {
    /** Limits the digits of a number, since parsing takes time that grows with their square. */
    private static final int MAX_DIGITS = 1_100;

    private final MessageInput bytes;
    private final DataInputStream in;

    TinyReader(MessageInput bytes, DataInputStream in) {
        this.bytes = bytes;
        this.in = in;
    }

    @Nullable
    Object read(TypeModel type, int depth) throws IOException {
        if (depth == 0) {
            throw new IOException("depth: over " + TinySerializer.DEPTH + " at " + type.typeName());
        }
        if (type instanceof ScalarModel scalar && scalar.primitive()) {
            return scalar.kind() == ScalarModel.Kind.VOID ? null : readScalar(scalar);
        }
        boolean present = in.readBoolean();
        if (type instanceof CollectionModel collection) {
            return readCollection(collection, present ? readCount() : 0, depth - 1);
        } else if (type instanceof MapModel map) {
            return readMap(map, present ? readCount() : 0, depth - 1);
        } else if (type instanceof OptionalModel optional) {
            return optional.form().make(present ? read(optional.value(), depth - 1) : null);
        }
        return present ? readPresent(type, depth) : null;
    }

    private Object readPresent(TypeModel type, int depth) throws IOException {
        if (type instanceof ScalarModel scalar) {
            return readScalar(scalar);
        } else if (type instanceof EnumModel constants) {
            return constants
                    .constants()
                    .get(Objects.checkIndex(in.readInt(), constants.constants().size()));
        } else if (type instanceof ObjectModel object) {
            return readObject(object, depth - 1);
        }
        return readOneOf((OneOfModel) type, depth - 1);
    }

    /** Reads a number of elements. Each takes at least a byte, so a count beyond the remaining bytes is refused. */
    private int readCount() throws IOException {
        int count = in.readInt();
        if (count < 0 || count > bytes.remaining()) {
            throw new IOException("count: " + count + " (expected: 0.." + bytes.remaining() + ")");
        }
        return count;
    }

    private Object readCollection(CollectionModel type, int count, int depth) throws IOException {
        Collection<Object> elements = type.maker().apply(count);
        for (int i = 0; i < count; i++) {
            Object element = readElement(type.element(), depth);
            if (!type.rules().add(elements, element)) {
                throw new IOException(element + " comes twice in " + type.typeName() + " (expected: once)");
            }
        }
        if (!type.array()) {
            return elements;
        }
        Object array = Array.newInstance(type.rawType().getComponentType(), count);
        int i = 0;
        for (Object element : elements) {
            Array.set(array, i++, element);
        }
        return array;
    }

    private Map<Object, Object> readMap(MapModel type, int count, int depth) throws IOException {
        Map<Object, Object> map = type.maker().apply(count);
        for (int i = 0; i < count; i++) {
            Object key = readElement(type.key(), depth);
            if (map.put(key, readElement(type.value(), depth)) != null) {
                throw new IOException("two keys that read as " + key + " in " + type.typeName() + " (expected: once)");
            }
        }
        return map;
    }

    private Object readElement(TypeModel type, int depth) throws IOException {
        Object element = read(type, depth);
        if (element == null) {
            throw new IOException("null (expected: " + type.typeName() + ")");
        }
        return element;
    }

    private Object readObject(ObjectModel type, int depth) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        for (FieldModel field : type.fields()) {
            values.add(read(field.type(), depth));
        }
        try {
            if (type.kind() != ObjectModel.Kind.BEAN) {
                return type.constructor().invokeWithArguments(values);
            }
            Object bean = type.constructor().invoke();
            for (int i = 0; i < values.size(); i++) {
                MethodHandle setter =
                        Objects.requireNonNull(type.fields().get(i).setter());
                setter.invoke(bean, values.get(i));
            }
            return bean;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private Object readOneOf(OneOfModel type, int depth) throws IOException {
        int number = in.readInt();
        for (OneOfModel.Case each : type.cases()) {
            if (each.number() == number) {
                return readObject(each.type(), depth);
            }
        }
        throw new IOException("case: " + number + " (expected: one of " + type.typeName() + ")");
    }

    private Object readScalar(ScalarModel type) throws IOException {
        return switch (type.kind()) {
            case VOID -> throw new IOException("void (expected: a value)");
            case BOOLEAN -> in.readBoolean();
            case BYTE -> in.readByte();
            case SHORT -> in.readShort();
            case CHAR -> in.readChar();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case BYTES -> readBytes();
            case BYTE_BUFFER -> ByteBuffer.wrap(readBytes());
            default ->
                ofText(
                        type,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(readBytes()))
                                .toString());
        };
    }

    private static Object ofText(ScalarModel type, String text) throws IOException {
        return switch (type.kind()) {
            case STRING -> text;
            case BIG_DECIMAL -> new BigDecimal(digits(text));
            case BIG_INTEGER -> new BigInteger(digits(text));
            case INSTANT -> Instant.parse(text);
            case DURATION -> Duration.parse(text);
            case LOCAL_DATE -> LocalDate.parse(text);
            case LOCAL_TIME -> LocalTime.parse(text);
            case LOCAL_DATE_TIME -> LocalDateTime.parse(text);
            case ZONED_DATE_TIME -> ZonedDateTime.parse(text);
            case OFFSET_DATE_TIME -> OffsetDateTime.parse(text);
            case UUID -> UUID.fromString(text);
            case URI -> URI.create(text);
            default -> ScalarText.parse(type.kind(), text);
        };
    }

    private static String digits(String text) throws IOException {
        if (text.length() > MAX_DIGITS) {
            throw new IOException("number of " + text.length() + " characters (expected: up to " + MAX_DIGITS + ")");
        }
        return text;
    }

    private byte[] readBytes() throws IOException {
        byte[] read = new byte[readCount()];
        in.readFully(read);
        return read;
    }
}
