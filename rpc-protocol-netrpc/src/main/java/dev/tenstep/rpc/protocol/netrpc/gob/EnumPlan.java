package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenstep.rpc.contract.EnumModel;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan of an enum, which Go has as constants of an int type: the contract's numbers, and 0 for null. */
record EnumPlan(String name, Enum<?>[] constants, int[] numbers, @Nullable Enum<?> fallback, String where)
        implements Plan {

    static EnumPlan of(EnumModel model, String where) {
        return new EnumPlan(
                model.typeName(),
                model.constants().toArray(Enum<?>[]::new),
                model.numbers().stream().mapToInt(Integer::intValue).toArray(),
                model.fallback(),
                where);
    }

    @Override
    public int id() {
        return GobType.Basic.INT.id();
    }

    @Override
    public String goName() {
        return "int";
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
        return false;
    }

    @Override
    public @Nullable Object absent() {
        return null;
    }

    @Override
    public void write(GobOutput out, Object value) throws Throwable {
        out.integer(number(value));
    }

    private int number(Object value) {
        for (int i = 0; i < constants.length; i++) {
            if (constants[i] == value) {
                return numbers[i];
            }
        }
        throw new IllegalArgumentException(value + " at " + where + " (expected: a constant of " + name + ")");
    }

    @Override
    public @Nullable ValueReader reader(int wire, Matching matching) throws MalformedGobException {
        GobType sent = matching.types().type(wire);
        boolean unsigned = sent == GobType.Basic.UINT;
        return sent == GobType.Basic.INT || unsigned ? in -> read(in, unsigned) : null;
    }

    private @Nullable Object read(GobInput in, boolean unsigned) throws MalformedGobException {
        return constant(Ranges.integer(in, unsigned, Long.SIZE, goName()));
    }

    private @Nullable Object constant(long number) throws MalformedGobException {
        if (number == 0) {
            return null;
        }
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == number) {
                return constants[i];
            }
        }
        if (fallback == null) {
            throw new MalformedGobException("gob: enum constant: " + number + " at " + where
                    + " (expected: 0 for null or a number of " + name + ")");
        }
        return fallback;
    }

    @Override
    public void writeJson(JsonGenerator out, Object value) throws IOException {
        out.writeNumber(number(value));
    }

    @Override
    public @Nullable Object readJson(JsonReader in) throws IOException {
        return constant(in.integer(Long.SIZE, goName()));
    }

    @Override
    public boolean isJsonKey() {
        return true;
    }

    @Override
    public String jsonKey(Object key) {
        return Integer.toString(number(key));
    }

    @Override
    public @Nullable Object readJsonKey(JsonReader in, String name) throws IOException {
        return constant(in.integerKey(name, Long.SIZE, goName()));
    }
}
