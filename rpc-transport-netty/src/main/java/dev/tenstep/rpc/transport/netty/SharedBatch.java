package dev.tenstep.rpc.transport.netty;

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
        size += frameLength;
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
        count++;
    }

    private void growTable(int capacity) {
        firsts = Arrays.copyOf(firsts, capacity);
        seconds = Arrays.copyOf(seconds, capacity);
        arrays = Arrays.copyOf(arrays, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
    }

    /** Hands over every frame in order, and is empty then. */
    void drainTo(Outbox.Drain drain) {
        for (int i = 0; i < count; i++) {
            byte[] own = arrays[i];
            Object first = firsts[i];
            if (first != null) {
                drain.drained(first, seconds[i], own == null ? bytes : own, offsets[i], lengths[i]);
            }
            firsts[i] = null;
            seconds[i] = null;
            arrays[i] = null;
        }
        count = 0;
        length = 0;
        size = 0;
        ownedBytes = 0;
    }
}
