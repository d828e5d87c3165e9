package dev.tenstep.rpc.serialization;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a kernel lends to a codec: an {@code OutputStream} over an array that grows, up to a limit. A codec
 * that writes in bulk uses it as a stream; one that writes field by field asks for room and works on the array:
 *
 * <pre>{@code
 * byte[] a = out.reserve(20);   // at least 20 writable bytes from out.position()
 * int p = out.position();
 * a[p++] = 1;                   // ...
 * out.position(p);
 * }</pre>
 *
 * <p>Not safe for use by several threads. The lender owns the array; a codec keeps no reference.
 */
public final class MessageOutput extends OutputStream {
    private byte[] array;
    private int position;
    private int limit = Integer.MAX_VALUE - 8;
    private @Nullable Room room;

    /** Decides whether an output's array may grow. */
    public interface Room {
        /** Reserves the bytes between these two lengths of the array, or returns false. */
        boolean grow(int from, int to);
    }

    /** Makes an empty output with room for this many bytes before the array must grow. */
    public MessageOutput(int capacity) {
        this(capacity, null);
    }

    /**
     * Makes an output that asks before its array grows; the caller has asked for the first one. Writing fails if it may
     * not grow.
     */
    public MessageOutput(int capacity, @Nullable Room room) {
        this.array = new byte[capacity];
        this.room = room;
    }

    private MessageOutput(byte[] written) {
        this.array = written;
        this.room = null;
        this.position = written.length;
    }

    /** A copy with the same bytes before its position, in an array of that length. */
    public MessageOutput copy() {
        return new MessageOutput(Arrays.copyOf(array, position));
    }

    /** The array, for use until the next {@link #reserve} or write. */
    public byte[] array() {
        return array;
    }

    /** The index in the array at which the next byte goes. */
    public int position() {
        return position;
    }

    /** Moves the position, after writing into the array or to take bytes back. */
    public void position(int newPosition) {
        if (newPosition < 0 || newPosition > array.length) {
            throw new IndexOutOfBoundsException("position: " + newPosition + " (expected: 0.." + array.length + ")");
        }
        position = newPosition;
    }

    /** Sets the position that writing may not exceed; for the lender, to bound one message. */
    public void limit(int newLimit) {
        limit = newLimit;
    }

    /** Sets the room that is asked before the array grows; for the lender. Null to grow without asking. */
    public void growsIn(@Nullable Room newRoom) {
        room = newRoom;
    }

    /**
     * Makes room for this many bytes from the position on, and returns the array, which may be a new one.
     *
     * @throws MessageTooLargeException if they would pass the limit
     */
    public byte[] reserve(int bytes) throws MessageTooLargeException {
        return reserve(bytes, 0);
    }

    /**
     * Makes room like {@link #reserve(int)}, plus some more that the writer may leave unused, for a writer that asks
     * once for the worst case of many small values. The spare room does not count against the limit, so such a writer
     * ends with {@link #checkLimit()}.
     *
     * @throws MessageTooLargeException if the bytes, without the spare ones, would pass the limit
     */
    public byte[] reserve(int bytes, int spare) throws MessageTooLargeException {
        if (array.length - position < (long) bytes + spare) {
            grow(bytes, spare);
        }
        return array;
    }

    private void grow(int bytes, int spare) throws MessageTooLargeException {
        long needed = (long) position + bytes;
        if (needed > limit) {
            throw new MessageTooLargeException(limit);
        }
        long larger = Math.min(Math.max(needed + spare, array.length * 2L), Integer.MAX_VALUE - 8);
        if (larger < needed + spare) {
            throw new MessageTooLargeException(limit);
        }
        if (room != null && !room.grow(array.length, (int) larger)) {
            throw MessageTooLargeException.noRoom(array.length);
        }
        array = Arrays.copyOf(array, (int) larger);
    }

    /**
     * Checks that bytes written through the array stayed inside the limit: room that {@link #reserve} finds without
     * growing is not checked one by one.
     *
     * @throws MessageTooLargeException if it did not
     */
    public void checkLimit() throws MessageTooLargeException {
        if (position > limit) {
            throw new MessageTooLargeException(limit);
        }
    }

    @Override
    public void write(int b) throws IOException {
        reserve(1)[position++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        System.arraycopy(source, offset, reserve(length), position, length);
        position += length;
    }

    /** Does nothing: the kernel flushes. */
    @Override
    public void flush() {}

    /** Does nothing: the lender goes on. */
    @Override
    public void close() {}
}
