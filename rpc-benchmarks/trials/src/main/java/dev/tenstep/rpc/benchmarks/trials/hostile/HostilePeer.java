package dev.tenstep.rpc.benchmarks.trials.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * One connection of an attacker: sends its bytes as far as the server accepts them, and reads or does not read. Never
 * blocks. One thread.
 */
final class HostilePeer implements AutoCloseable {
    /** The socket buffer of a peer that does not read. It is small, so that the server has to keep the rest. */
    private static final int NARROW = 16 << 10;

    private final SocketChannel channel;
    private final boolean reads;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private boolean closed;
    private int calls;

    private HostilePeer(SocketChannel channel, boolean reads) {
        this.channel = channel;
        this.reads = reads;
    }

    static HostilePeer connect(InetSocketAddress server, boolean reads) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (!reads) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
        }
        channel.connect(server);
        channel.configureBlocking(false);
        return new HostilePeer(channel, reads);
    }

    /** Returns the next call id, from 0. */
    int nextCall() {
        return calls++;
    }

    /** Sends the bytes, which are not copied, when the server accepts them. */
    void send(byte[] bytes) {
        unsent.add(ByteBuffer.wrap(bytes));
    }

    /** Sends and reads as much as possible now; returns whether anything is left to send. */
    boolean turn(ByteBuffer scratch) {
        try {
            while (!unsent.isEmpty() && !closed) {
                channel.write(unsent.element());
                if (unsent.element().hasRemaining()) {
                    break;
                }
                unsent.remove();
            }
            while (reads && !closed) {
                scratch.clear();
                int read = channel.read(scratch);
                if (read <= 0) {
                    closed = read < 0;
                    break;
                }
            }
        } catch (IOException e) {
            closed = true; // by the server: that is one way to end an attack
        }
        return !closed && !unsent.isEmpty();
    }

    /** Returns whether the server has closed the connection, as far as this peer has noticed. */
    boolean closed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
