package dev.tenstep.rpc.serialization;

import java.io.InputStream;
import java.util.Objects;

/**
 * The bytes of one message, lent to a codec for the duration of one {@link Codec#decode}: an {@code InputStream} over a
 * part of an array. A codec that reads field by field works on {@link #array()} between {@link #position()} and {@link
 * #end()}.
 *
 * <p>Not safe for use by several threads. The array is the lender's and is reused: copy whatever outlives the call.
 */
public final class MessageInput extends InputStream {
    private static final byte[] NONE = new byte[0];
    private byte[] array = NONE;
    private int position;
    private int end;

    /** Makes an empty input, to be {@link #reset(byte[], int, int)}. */
    public MessageInput() {}

    /** Makes an input over all of an array. */
    public MessageInput(byte[] message) {
        reset(message, 0, message.length);
    }

    /** Switches to another message. */
    public void reset(byte[] message, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, message.length);
        array = message;
        position = offset;
        end = offset + length;
    }

    /** The array that holds the message, among other things: read nothing outside of it, write nothing. */
    public byte[] array() {
        return array;
    }

    /** The index in the array of the next byte. */
    public int position() {
        return position;
    }

    /** Moves the position, after reading from the array. */
    public void position(int newPosition) {
        if (newPosition < 0 || newPosition > end) {
            throw outside(newPosition);
        }
        position = newPosition;
    }

    /** A separate method, so that the check above is small: codecs run it for every field. */
    private IndexOutOfBoundsException outside(int newPosition) {
        return new IndexOutOfBoundsException("position: " + newPosition + " (expected: 0.." + end + ")");
    }

    /** The index in the array after the message's last byte. */
    public int end() {
        return end;
    }

    /** The number of bytes that remain. */
    public int remaining() {
        return end - position;
    }

    @Override
    public int available() {
        return remaining();
    }

    @Override
    public int read() {
        return position < end ? array[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int n = Math.min(length, end - position);
        System.arraycopy(array, position, target, offset, n);
        position += n;
        return n;
    }

    @Override
    public long skip(long n) {
        int skipped = (int) Math.max(0, Math.min(n, end - position));
        position += skipped;
        return skipped;
    }
}
