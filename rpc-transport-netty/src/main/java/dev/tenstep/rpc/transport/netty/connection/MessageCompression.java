package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Compresses and decompresses messages within the limits of a connection. Stateless; any thread. */
public final class MessageCompression {
    private static final int LEAST_CAPACITY = 256;
    private static final int EXPECTED_RATIO = 4;

    private MessageCompression() {}

    /**
     * Compresses a message.
     *
     * @param prefix the bytes to leave free before it
     * @param most the most bytes that it may take with the prefix
     * @return null if it takes more
     */
    public static @Nullable MessageOutput compress(
            Compressor compressor, byte[] array, int offset, int length, int prefix, int most) throws IOException {
        MessageOutput compressed = new MessageOutput(prefix + Math.max(LEAST_CAPACITY, length / EXPECTED_RATIO));
        compressed.position(prefix);
        try {
            compressed.limit(most);
            compressor.compress(view(array, offset, length), compressed);
            compressed.checkLimit();
            return compressed;
        } catch (MessageTooLargeException longer) {
            return null;
        }
    }

    /** Decompresses a message of at most that many bytes. */
    public static MessageInput decompress(Compressor compressor, MessageInput compressed, int maxMessage)
            throws IOException {
        return decompress(compressor, compressed, maxMessage, (MessageOutput.Room) null);
    }

    /**
     * Decompresses a message of at most that many bytes, and counts its whole array as held.
     *
     * @throws RpcException if there is no room for it
     */
    public static MessageInput decompress(
            Compressor compressor, MessageInput compressed, int maxMessage, MemoryBudget.Share memory)
            throws IOException {
        CountedRoom counted = new CountedRoom(memory);
        boolean done = false;
        try {
            MessageInput message = decompress(compressor, compressed, maxMessage, counted);
            done = true;
            return message;
        } catch (MessageTooLargeException e) {
            if (e.isForWantOfRoom()) {
                String text = memory.noRoom("a compressed message of more than " + counted.bytes + " bytes");
                throw new RpcException(StatusCode.RESOURCE_EXHAUSTED, text, e);
            }
            throw e;
        } finally {
            if (!done) {
                memory.held().add(-counted.bytes);
            }
        }
    }

    /** Counts the memory that an output grows by. */
    private static final class CountedRoom implements MessageOutput.Room {
        private final MemoryBudget.Share memory;
        private int bytes;

        CountedRoom(MemoryBudget.Share memory) {
            this.memory = memory;
        }

        @Override
        public boolean grow(int from, int to) {
            boolean counted = memory.take(to - from);
            bytes += counted ? to - from : 0;
            return counted;
        }
    }

    private static MessageInput decompress(
            Compressor compressor, MessageInput compressed, int maxMessage, MessageOutput.@Nullable Room room)
            throws IOException {
        long expected = Math.max(LEAST_CAPACITY, (long) compressed.remaining() * EXPECTED_RATIO);
        int capacity = (int) Math.min(maxMessage, expected);
        if (room != null && !room.grow(0, capacity)) {
            throw MessageTooLargeException.noRoom(capacity);
        }
        MessageOutput out = new MessageOutput(capacity, room);
        out.limit(maxMessage);
        compressor.decompress(compressed, out);
        out.checkLimit();
        return view(out.array(), 0, out.position());
    }

    private static MessageInput view(byte[] array, int offset, int length) {
        MessageInput view = new MessageInput();
        view.reset(array, offset, length);
        return view;
    }
}
