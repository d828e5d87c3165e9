package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a value without parts.
 *
 * @param primitive whether a field that was not sent is 0 or false, and not null
 */
record ScalarPlan(Kind kind, boolean primitive) implements Plan {
    @Override
    public int id() {
        return type().id();
    }

    private GobType.Basic type() {
        return switch (kind) {
            case BOOLEAN -> GobType.Basic.BOOL;
            case BYTE, SHORT, INT, LONG -> GobType.Basic.INT;
            case FLOAT, DOUBLE -> GobType.Basic.FLOAT;
            case STRING -> GobType.Basic.STRING;
            case BYTES, BYTE_BUFFER -> GobType.Basic.BYTES;
            default -> throw new IllegalArgumentException("no plan for " + kind);
        };
    }

    /** Returns whether gob carries values of that kind. */
    static boolean carries(Kind kind) {
        return switch (kind) {
            case BOOLEAN, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, BYTE_BUFFER -> true;
            default -> false;
        };
    }

    @Override
    public String goName() {
        return switch (kind) {
            case BYTE -> "int8";
            case SHORT -> "int16";
            case LONG -> "int64";
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            case BYTES, BYTE_BUFFER -> "[]uint8";
            default -> type().toString();
        };
    }

    @Override
    public byte @Nullable [] definition() {
        return null;
    }

    @Override
    public List<Plan> parts() {
        return List.of();
    }

    @Override
    public boolean omits(Object value) {
        return switch (kind) {
            case BOOLEAN -> !(Boolean) value;
            case BYTE, SHORT, INT, LONG -> ((Number) value).longValue() == 0;
            case FLOAT, DOUBLE -> ((Number) value).doubleValue() == 0;
            case STRING -> ((String) value).isEmpty();
            case BYTES -> ((byte[]) value).length == 0;
            default -> !((ByteBuffer) value).hasRemaining();
        };
    }

    @Override
    public @Nullable Object absent() {
        return switch (kind) {
            case STRING -> "";
            case BYTES -> new byte[0];
            case BYTE_BUFFER -> ByteBuffer.allocate(0);
            default -> primitive ? zero() : null;
        };
    }

    private Object zero() {
        return switch (kind) {
            case BOOLEAN -> false;
            case BYTE -> (byte) 0;
            case SHORT -> (short) 0;
            case INT -> 0;
            case LONG -> 0L;
            case FLOAT -> 0f;
            default -> 0d;
        };
    }

    @Override
    public void write(GobOutput out, Object value) throws Throwable {
        switch (kind) {
            case BOOLEAN -> out.uint((Boolean) value ? 1 : 0);
            case BYTE, SHORT, INT, LONG -> out.integer(((Number) value).longValue());
            case FLOAT, DOUBLE -> out.floating(((Number) value).doubleValue());
            case STRING -> out.string((String) value);
            case BYTES -> out.bytes((byte[]) value);
            default -> out.bytes(remaining((ByteBuffer) value));
        }
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public @Nullable ValueReader reader(int wire, Matching matching) throws MalformedGobException {
        GobType sent = matching.types().type(wire);
        boolean integer = type() == GobType.Basic.INT;
        if (sent != type() && !(integer && sent == GobType.Basic.UINT)) {
            return null;
        }
        boolean unsigned = sent == GobType.Basic.UINT;
        return switch (kind) {
            case BOOLEAN -> GobInput::bool;
            case BYTE -> in -> (byte) Ranges.integer(in, unsigned, Byte.SIZE, goName());
            case SHORT -> in -> (short) Ranges.integer(in, unsigned, Short.SIZE, goName());
            case INT -> in -> (int) Ranges.integer(in, unsigned, Integer.SIZE, goName());
            case LONG -> in -> Ranges.integer(in, unsigned, Long.SIZE, goName());
            case FLOAT -> Ranges::single;
            case DOUBLE -> GobInput::floating;
            case STRING -> GobInput::string;
            case BYTES -> GobInput::bytes;
            default -> in -> ByteBuffer.wrap(in.bytes());
        };
    }

    @Override
    public void writeJson(JsonGenerator out, Object value) throws IOException {
        switch (kind) {
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case BYTE, SHORT, INT, LONG -> out.writeNumber(((Number) value).longValue());
            case FLOAT -> out.writeNumber((Float) finite(value));
            case DOUBLE -> out.writeNumber((Double) finite(value));
            case STRING -> out.writeString(GobOutput.whole((String) value));
            case BYTES -> out.writeBinary((byte[]) value);
            default -> out.writeBinary(remaining((ByteBuffer) value));
        }
    }

    private static Object finite(Object value) {
        if (!Double.isFinite(((Number) value).doubleValue())) {
            throw new IllegalArgumentException("json: unsupported value: " + value);
        }
        return value;
    }

    @Override
    public Object readJson(JsonReader in) throws IOException {
        return switch (kind) {
            case BOOLEAN -> in.bool();
            case BYTE, SHORT, INT, LONG -> boxed(in.integer(bits(), goName()));
            case FLOAT -> (float) in.floating(goName());
            case DOUBLE -> in.floating(goName());
            case STRING -> in.string(goName());
            case BYTES -> in.bytes(goName());
            default -> ByteBuffer.wrap(in.bytes(goName()));
        };
    }

    private int bits() {
        return switch (kind) {
            case BYTE -> Byte.SIZE;
            case SHORT -> Short.SIZE;
            case INT -> Integer.SIZE;
            default -> Long.SIZE;
        };
    }

    private Object boxed(long value) {
        return switch (kind) {
            case BYTE -> (byte) value;
            case SHORT -> (short) value;
            case INT -> (int) value;
            default -> value;
        };
    }

    @Override
    public boolean isJsonKey() {
        return type() == GobType.Basic.INT || kind == Kind.STRING;
    }

    @Override
    public String jsonKey(Object key) {
        return kind == Kind.STRING ? GobOutput.whole((String) key) : key.toString();
    }

    @Override
    public Object readJsonKey(JsonReader in, String name) throws IOException {
        return kind == Kind.STRING ? name : boxed(in.integerKey(name, bits(), goName()));
    }
}
