package dev.tenstep.rpc.transport.netty.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A batch of frames that other threads offered to the event loop: their bytes in one array, and their attachments. Not
 * thread-safe.
 */
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

    /** Returns the bytes of all frames. */
    int size() {
        return size;
    }

    /** Returns the bytes of the frames that own their arrays. */
    int ownedBytes() {
        return ownedBytes;
    }

    /** Returns the length of the array that frames are copied to. */
    int capacity() {
        return bytes.length;
    }

    /** Appends a frame, copying it unless its array is owned. */
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

    /** Grows all arrays or none, since memory may run out. */
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

    /**
     * Hands over every frame in order, and is empty then. If the drain throws, the next call continues after that
     * frame.
     */
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
