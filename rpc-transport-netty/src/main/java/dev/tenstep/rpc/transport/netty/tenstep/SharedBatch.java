package dev.tenstep.rpc.transport.netty.tenstep;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Frames that other threads left for the event loop: their bytes in one array, and what belongs to each. Not thread-safe. */
final class SharedBatch {
    private byte[] bytes = new byte[4096];
    private int length;
    private @Nullable Object[] firsts = new Object[32];
    private @Nullable Object[] seconds = new Object[32];
    private byte @Nullable [][] arrays = new byte[32][];
    private int[] offsets = new int[32];
    private int[] lengths = new int[32];
    private int count;
    private int drained;
    private int size;
    private int ownedBytes;

    boolean isEmpty() {
        return count == 0;
    }

    /** The bytes of all frames. */
    int size() {
        return size;
    }

    /** The bytes of those whose arrays were made for them. */
    int ownedBytes() {
        return ownedBytes;
    }

    /** The length of the array that frames are copied to. */
    int capacity() {
        return bytes.length;
    }

    /** Appends a frame: a copy of it, unless the array was made for it. */
    void add(Object first, @Nullable Object second, byte[] frame, boolean owned, int frameLength) {
        if (count == firsts.length) {
            growTable(count * 2);
        }
        firsts[count] = first;
        seconds[count] = second;
        lengths[count] = frameLength;
        if (owned) {
            arrays[count] = frame;
            offsets[count] = 0;
            ownedBytes += frameLength;
        } else {
            if (bytes.length - length < frameLength) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + frameLength));
            }
            System.arraycopy(frame, 0, bytes, length, frameLength);
            offsets[count] = length;
            length += frameLength;
        }
        size += frameLength;
        count++;
    }

    /** All or nothing, for there may be no memory left. */
    private void growTable(int capacity) {
        @Nullable Object[] moreFirsts = Arrays.copyOf(firsts, capacity);
        @Nullable Object[] moreSeconds = Arrays.copyOf(seconds, capacity);
        byte @Nullable [][] moreArrays = Arrays.copyOf(arrays, capacity);
        int[] moreOffsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        offsets = moreOffsets;
        arrays = moreArrays;
        seconds = moreSeconds;
        firsts = moreFirsts;
    }

    /** Hands over every frame in order, and is empty then. Where the drain throws, it goes on behind that frame when asked again. */
    void drainTo(Outbox.Drain drain) {
        while (drained < count) {
            int i = drained++;
            Object first = firsts[i];
            Object second = seconds[i];
            byte[] own = arrays[i];
            firsts[i] = null;
            seconds[i] = null;
            arrays[i] = null;
            if (first != null) {
                drain.drained(first, second, own == null ? bytes : own, offsets[i], lengths[i]);
            }
        }
        drained = 0;
        count = 0;
        length = 0;
        size = 0;
        ownedBytes = 0;
    }
}
