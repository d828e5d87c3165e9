package dev.tenstep.rpc.serialization.protobuf;

import java.util.Arrays;

/** The numbers of an array that came in several runs. Room grows by doubling, however short the runs are. */
final class Runs {
    private long[] bits = new long[16];
    private int count;

    void add(long each) {
        if (count == bits.length) {
            bits = Arrays.copyOf(bits, 2 * count);
        }
        bits[count++] = each;
    }

    int count() {
        return count;
    }

    long at(int index) {
        return bits[index];
    }
}
