package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.EnumModel;
import org.jspecify.annotations.Nullable;

/** The plan of an enum that may be null: the ordinal plus one, as Kryo writes it; 0 is null. */
record EnumPlan(Enum<?>[] constants, @Nullable Enum<?> fallback, String where) implements Plan {

    static EnumPlan of(EnumModel model, String where) {
        return new EnumPlan(model.constants().toArray(Enum<?>[]::new), model.fallback(), where);
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // Kryo's form; the fingerprint ensures that both peers have the same order
    public void write(KryoOutput out, @Nullable Object value) {
        out.writeVarInt(value == null ? 0 : ((Enum<?>) value).ordinal() + 1, true);
    }

    @Override
    public @Nullable Object read(KryoInput in) {
        int number = in.readVarInt(true);
        if (number == 0) {
            return null;
        }
        if (number > 0 && number <= constants.length) {
            return constants[number - 1];
        }
        if (fallback == null) {
            throw in.malformed("enum constant: " + Integer.toUnsignedString(number) + " at " + where
                    + " (expected: 0 for null or 1.." + constants.length + ")");
        }
        return fallback;
    }
}
