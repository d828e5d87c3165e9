package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.serialization.MessageInput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the messages of calls that a connection has sent and that may be retried, so that a retry sends the same
 * bytes whatever became of the caller's objects. They are kept by the calls' slots in {@link PendingCalls}.
 *
 * <p>Every call needs one. So the short ones of the first slots are copied to places of their own, without an object for each:
 * storing references costs more than copying. Long ones are limited in bytes, and a call whose message was not kept is not
 * retried. Event loop only.
 */
final class SentMessages {
    /** The length of a place. */
    private static final int SHORT = 512;

    /** The number of slots that have a place, which together take up to 512 KB. */
    private static final int MOST_PLACES = 1024;

    /** The number of slots whose places are allocated together. */
    private static final int BLOCK = 64;

    private final int mostLong;
    private final byte[][] blocks = new byte[MOST_PLACES / BLOCK][];
    /** The length of the message in a slot's place, plus one; 0 if there is none. */
    private final short[] lengths = new short[MOST_PLACES];

    /** The messages that are in no place: long ones, compressed ones, those of other slots. */
    private @Nullable Sent[] others;

    private int longBytes;

    private record Sent(byte[] message, @Nullable NegotiatedCompression compression) {}

    /**
     * Makes an empty store.
     *
     * @param slots the number of slots
     * @param mostLong the most bytes of long messages to keep at once
     */
    SentMessages(int slots, int mostLong) {
        this.others = new Sent[slots];
        this.mostLong = mostLong;
    }

    /** Makes room for more slots. */
    void grow(int slots) {
        others = Arrays.copyOf(others, slots);
    }

    /**
     * Keeps a message of a slot that has none, unless there is no room.
     *
     * @param compression the compression of the message; null if it is not compressed
     */
    void keep(int slot, byte[] array, int from, int length, @Nullable NegotiatedCompression compression) {
        if (length <= SHORT && slot < MOST_PLACES && compression == null) {
            System.arraycopy(array, from, block(slot), place(slot), length);
            lengths[slot] = (short) (length + 1);
        } else if (length <= SHORT || longBytes + length <= mostLong) {
            keep(slot, new Sent(Arrays.copyOfRange(array, from, from + length), compression));
        }
    }

    private void keep(int slot, Sent message) {
        others[slot] = message;
        longBytes += longBytes(message);
    }

    private static int longBytes(Sent message) {
        return message.message.length > SHORT ? message.message.length : 0;
    }

    private byte[] block(int slot) {
        byte[] block = blocks[slot / BLOCK];
        if (block == null) {
            block = new byte[BLOCK * SHORT];
            blocks[slot / BLOCK] = block;
        }
        return block;
    }

    private static int place(int slot) {
        return slot % BLOCK * SHORT;
    }

    private int lengthInPlace(int slot) {
        return slot < MOST_PLACES ? lengths[slot] - 1 : -1;
    }

    /** Moves a slot's message to a slot that has none. */
    void move(int from, int to) {
        int length = lengthInPlace(from);
        if (length >= 0) {
            keep(to, block(from), place(from), length, null);
        } else {
            others[to] = others[from];
            others[from] = null;
        }
        done(from);
    }

    /** Passes a slot's message back to its call, or null if it was not kept. */
    void leave(int slot, Call call) {
        int length = lengthInPlace(slot);
        Sent other = others[slot];
        if (length >= 0) {
            call.argumentsSent(plain(block(slot), place(slot), length, null));
        } else {
            call.argumentsSent(other == null ? null : plain(other.message, 0, other.message.length, other.compression));
        }
    }

    /** Releases a slot's message, if it has one. */
    void done(int slot) {
        if (slot < MOST_PLACES) {
            lengths[slot] = 0;
        }
        Sent other = others[slot];
        if (other != null) {
            longBytes -= longBytes(other);
            others[slot] = null;
        }
    }

    /** Returns a copy of a message as its serializer wrote it; null if it cannot be decompressed. */
    static byte @Nullable [] plain(byte[] array, int from, int length, @Nullable NegotiatedCompression compression) {
        if (compression == null) {
            return Arrays.copyOfRange(array, from, from + length);
        }
        MessageInput packed = new MessageInput();
        packed.reset(array, from, length);
        try {
            MessageInput message = compression.decompress(packed);
            return Arrays.copyOfRange(message.array(), message.position(), message.end());
        } catch (IOException e) {
            return null;
        }
    }
}
