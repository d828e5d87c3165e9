package dev.tenstep.rpc.transport.netty;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the server makes to its own listener before closing it. The backlog is a queue, so once this
 * connection is accepted, every client that came before it is accepted too, and none that the system let in is reset
 * unheard. Any thread.
 */
final class BacklogBarrier {
    private static final int PATIENCE_MILLIS = 1000;

    private final CountDownLatch accepted = new CountDownLatch(1);
    private volatile @Nullable SocketAddress local;

    /** Waits until the connection is accepted, for a second at most. A failure to connect is ignored. */
    void await(InetSocketAddress listener) {
        InetAddress host =
                listener.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listener.getAddress();
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(host, 0));
            local = socket.getLocalSocketAddress();
            socket.connect(new InetSocketAddress(host, listener.getPort()), PATIENCE_MILLIS);
            if (accepted.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                local = null;
            }
        } catch (IOException e) {
            local = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the channel is the barrier's own connection, and releases {@link #await} if so. */
    boolean isBarrier(Channel channel) {
        SocketAddress waiting = local;
        if (waiting == null || !waiting.equals(channel.remoteAddress())) {
            return false;
        }
        accepted.countDown();
        return true;
    }
}
