package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.KryoException;
import dev.tenstep.rpc.contract.Texts;
import org.jspecify.annotations.Nullable;

/** Arrays of primitives: a count, then the elements in Kryo's encoding. Null is written as empty. */
final class PrimitiveArrays {
    private PrimitiveArrays() {}

    static void write(KryoOutput out, boolean @Nullable [] array) {
        int count = array == null ? 0 : array.length;
        out.writeVarInt(count, true);
        for (int i = 0; i < count; i++) {
            out.writeBoolean(array[i]);
        }
    }

    static boolean[] booleans(KryoInput in) {
        boolean[] array = new boolean[in.readCount(1)];
        for (int i = 0; i < array.length; i++) {
            array[i] = in.readBoolean();
        }
        return array;
    }

    static void write(KryoOutput out, short @Nullable [] array) {
        int count = array == null ? 0 : array.length;
        out.writeVarInt(count, true);
        for (int i = 0; i < count; i++) {
            out.writeShort(array[i]);
        }
    }

    static short[] shorts(KryoInput in) {
        return in.readShorts(in.readCount(Short.BYTES));
    }

    static void write(KryoOutput out, char @Nullable [] array) {
        int count = array == null ? 0 : array.length;
        out.writeVarInt(count, true);
        if (array != null) {
            String flaw = Texts.flaw(array);
            if (flaw != null) {
                throw new KryoException(flaw);
            }
            out.writeChars(array, 0, count);
        }
    }

    static char[] chars(KryoInput in) {
        return in.readChars(in.readCount(Character.BYTES));
    }

    static void write(KryoOutput out, int @Nullable [] array) {
        int count = array == null ? 0 : array.length;
        out.writeVarInt(count, true);
        for (int i = 0; i < count; i++) {
            out.writeVarInt(array[i], false);
        }
    }

    static int[] ints(KryoInput in) {
        return in.readInts(in.readCount(1), false);
    }

    static void write(KryoOutput out, long @Nullable [] array) {
        int count = array == null ? 0 : array.length;
        out.writeVarInt(count, true);
        for (int i = 0; i < count; i++) {
            out.writeVarLong(array[i], false);
        }
    }

    static long[] longs(KryoInput in) {
        return in.readLongs(in.readCount(1), false);
    }

    static void write(KryoOutput out, float @Nullable [] array) {
        int count = array == null ? 0 : array.length;
        out.writeVarInt(count, true);
        for (int i = 0; i < count; i++) {
            out.writeFloat(array[i]);
        }
    }

    static float[] floats(KryoInput in) {
        return in.readFloats(in.readCount(Float.BYTES));
    }

    static void write(KryoOutput out, double @Nullable [] array) {
        int count = array == null ? 0 : array.length;
        out.writeVarInt(count, true);
        for (int i = 0; i < count; i++) {
            out.writeDouble(array[i]);
        }
    }

    static double[] doubles(KryoInput in) {
        return in.readDoubles(in.readCount(Double.BYTES));
    }
}
