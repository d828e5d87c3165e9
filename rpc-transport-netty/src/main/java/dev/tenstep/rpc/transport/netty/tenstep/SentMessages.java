package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.serialization.MessageInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the calls that a connection has sent and that may be tried again: a copy of each, so that another attempt
 * sends the same bytes, whatever became of the caller's objects. Short ones are copied to arrays that are used again and
 * again, for one of them is copied for every call; of long ones there are only so many bytes, and a call whose message was not
 * kept is not tried again. Event loop only.
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
        private @Nullable NegotiatedCompression packing;

        Sent(byte[] array) {
            this.array = array;
        }

        /** Leaves it to its call. */
        void leave(Call call) {
            call.argumentsSent(plain(array, 0, length, packing));
        }
    }

    /**
     * Makes it.
     *
     * @param mostLong how many bytes of long messages are kept at once
     */
    SentMessages(int mostLong) {
        this.mostLong = mostLong;
    }

    /**
     * Keeps a message.
     *
     * @param packing what it is compressed by; null if it is not
     * @return null if there is no room for it
     */
    @Nullable
    Sent keep(byte[] array, int from, int length, @Nullable NegotiatedCompression packing) {
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
        kept.packing = packing;
        return kept;
    }

    /** The message is not needed any more. */
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

    /** A copy of a message as its serializer wrote it; null if it cannot be had. */
    static byte @Nullable [] plain(byte[] array, int from, int length, @Nullable NegotiatedCompression packing) {
        if (packing == null) {
            return Arrays.copyOfRange(array, from, from + length);
        }
        MessageInput packed = new MessageInput();
        packed.reset(array, from, length);
        try {
            MessageInput message = packing.unpack(packed);
            return Arrays.copyOfRange(message.array(), message.position(), message.end());
        } catch (IOException e) {
            return null;
        }
    }
}
