package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.compression.Decompressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the messages of one connection are compressed: by what both ends have, under its number, which is its place in the
 * server's hello. Immutable; any thread.
 *
 * <pre>
 *  a compressed message:  number u8 | what the compressor wrote
 * </pre>
 */
final class NegotiatedCompression implements Decompressor {
    /** For no compressor. */
    static final byte OFF = -1;

    /** For one that is not in the list, which nobody has so many of. */
    private static final byte UNKNOWN = Byte.MAX_VALUE;

    /** Before the hellos. */
    static final NegotiatedCompression NONE = new NegotiatedCompression(Compression.OFF, List.of(), 0, 0);

    private static final int LEAST_CAPACITY = 256;
    private static final int EXPECTED_RATIO = 4;

    private final @Nullable Compressor[] compressors;
    private final Compression compression;
    private final int chosen;
    private final int peerMaxMessage;
    private final int maxMessage;

    /**
     * What two ends have agreed on.
     *
     * @param common the names in the server's hello
     * @param peerMaxMessage the longest message that the peer takes, in bytes
     * @param maxMessage the longest that this end takes
     */
    NegotiatedCompression(Compression compression, List<String> common, int peerMaxMessage, int maxMessage) {
        this.compression = compression;
        this.compressors = new Compressor[common.size()];
        for (Compressor own : compression.known()) {
            int number = common.indexOf(own.name());
            if (number >= 0) {
                compressors[number] = own;
            }
        }
        this.chosen = number(compression.chosen());
        this.peerMaxMessage = peerMaxMessage;
        this.maxMessage = maxMessage;
    }

    private int number(String name) {
        for (int i = 0; i < compressors.length; i++) {
            Compressor each = compressors[i];
            if (each != null && each.name().equals(name)) {
                return i;
            }
        }
        return OFF;
    }

    /** Compresses a client's message at the end of the output, as its caller or else configuration wants; whether it did. */
    boolean pack(MessageOutput out, int body, @Nullable String asked) throws IOException {
        return asked == null ? pack(out, body, chosen, false) : pack(out, body, number(asked), true);
    }

    /** Compresses a server's message at the end of the output, as the request was or configuration wants; whether it did. */
    boolean pack(MessageOutput out, int body, int request) throws IOException {
        return pack(out, body, request == OFF ? chosen : request, false);
    }

    /** What does not become shorter is left as it is, but for short messages of a caller who asked. */
    private boolean pack(MessageOutput out, int body, int number, boolean asked) throws IOException {
        int length = out.position() - body;
        boolean small = length < compression.threshold();
        Compressor by = number >= 0 && number < compressors.length ? compressors[number] : null;
        if (by == null || length == 0 || length > peerMaxMessage || (small && !asked)) {
            return false;
        }
        MessageOutput packed = new MessageOutput(Math.max(LEAST_CAPACITY, length / EXPECTED_RATIO));
        try {
            packed.limit(small ? Integer.MAX_VALUE : length);
            packed.write(number);
            by.compress(view(out.array(), body, length), packed);
            packed.checkLimit();
        } catch (MessageTooLargeException longer) {
            return false;
        }
        out.position(body);
        out.write(packed.array(), 0, packed.position());
        return true;
    }

    private static MessageInput view(byte[] array, int offset, int length) {
        MessageInput view = new MessageInput();
        view.reset(array, offset, length);
        return view;
    }

    /** The number of a compressed message's compressor, which may be one that there is not. */
    static byte number(MessageInput packed) {
        int number = packed.remaining() == 0 ? UNKNOWN : packed.array()[packed.position()] & 0xff;
        return (byte) Math.min(UNKNOWN, number);
    }

    @Override
    public MessageInput unpack(MessageInput packed) throws IOException {
        return decompressed(packed, null);
    }

    /**
     * As {@link #unpack(MessageInput)}, and the message's whole array counts as held.
     *
     * @throws RpcException if there is no room for it
     */
    MessageInput unpack(MessageInput packed, MemoryBudget.Share memory) throws IOException {
        Taken taken = new Taken(memory);
        boolean done = false;
        try {
            MessageInput message = decompressed(packed, taken);
            done = true;
            return message;
        } catch (MessageTooLargeException e) {
            if (e.isForWantOfRoom()) {
                String text = memory.noRoom("a compressed message of more than " + taken.bytes + " bytes");
                throw new RpcException(StatusCode.RESOURCE_EXHAUSTED, text, e);
            }
            throw e;
        } finally {
            if (!done) {
                memory.held().add(-taken.bytes);
            }
        }
    }

    /** What an output has grown to. */
    private static final class Taken implements MessageOutput.Room {
        private final MemoryBudget.Share memory;
        private int bytes;

        Taken(MemoryBudget.Share memory) {
            this.memory = memory;
        }

        @Override
        public boolean grow(int from, int to) {
            boolean taken = memory.take(to - from);
            bytes += taken ? to - from : 0;
            return taken;
        }
    }

    private MessageInput decompressed(MessageInput packed, MessageOutput.@Nullable Room room) throws IOException {
        int number = number(packed);
        Compressor by = number < compressors.length ? compressors[number] : null;
        if (by == null) {
            throw new IOException("a message compressed by number " + number + " (expected: a number of the "
                    + compressors.length + " compressors in the server's hello)");
        }
        int length = packed.remaining() - 1;
        int capacity = (int) Math.min(maxMessage, Math.max(LEAST_CAPACITY, (long) length * EXPECTED_RATIO));
        if (room != null && !room.grow(0, capacity)) {
            throw MessageTooLargeException.noRoom(capacity);
        }
        MessageOutput out = new MessageOutput(capacity, room);
        out.limit(maxMessage);
        by.decompress(view(packed.array(), packed.position() + 1, length), out);
        out.checkLimit();
        return view(out.array(), 0, out.position());
    }
}
