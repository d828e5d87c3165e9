package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.serialization.MessageInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the messages of calls that a connection has sent and that may be retried, so that a retry sends the same
 * bytes whatever became of the caller's objects. Short ones are copied to pooled arrays, since every call needs one.
 * Long ones are limited in bytes, and a call whose message was not kept is not retried. Event loop only.
 */
final class SentMessages {
    private static final int SHORT = 512;
    private static final int MOST_SPARE = 1024;

    private final int mostLong;
    private final ArrayDeque<Sent> spare = new ArrayDeque<>();
    private int longBytes;

    /** One message. */
    static final class Sent {
        private byte[] array;
        private int length;
        private @Nullable NegotiatedCompression compression;

        Sent(byte[] array) {
            this.array = array;
        }

        /** Passes the message back to its call. */
        void leave(Call call) {
            call.argumentsSent(plain(array, 0, length, compression));
        }
    }

    /**
     * Makes an empty store.
     *
     * @param mostLong the most bytes of long messages to keep at once
     */
    SentMessages(int mostLong) {
        this.mostLong = mostLong;
    }

    /**
     * Keeps a message.
     *
     * @param compression the compression of the message; null if it is not compressed
     * @return null if there is no room
     */
    @Nullable
    Sent keep(byte[] array, int from, int length, @Nullable NegotiatedCompression compression) {
        Sent kept = length <= SHORT ? spare.poll() : longBytes + length <= mostLong ? new Sent(new byte[length]) : null;
        if (kept == null) {
            if (length > SHORT) {
                return null;
            }
            kept = new Sent(new byte[SHORT]);
        }
        if (length > SHORT) {
            longBytes += length;
        }
        System.arraycopy(array, from, kept.array, 0, length);
        kept.length = length;
        kept.compression = compression;
        return kept;
    }

    /** Releases a message that is no longer needed. */
    void done(@Nullable Sent kept) {
        if (kept == null) {
            return;
        }
        if (kept.length > SHORT) {
            longBytes -= kept.length;
        } else if (spare.size() < MOST_SPARE) {
            spare.push(kept);
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
