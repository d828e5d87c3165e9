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
 * A connection of the server's own to its listener, before that is closed: a backlog is a queue, so when this one has been
 * accepted, everybody has who came before it, and nobody who was let in by the system is reset unheard. Any thread.
 */
final class BacklogBarrier {
    private static final int PATIENCE_MILLIS = 1000;

    private final CountDownLatch accepted = new CountDownLatch(1);
    private volatile @Nullable SocketAddress own;

    /** Waits in the line until it is accepted, at the most a second; what does not work is left. */
    void stand(InetSocketAddress listener) {
        InetAddress host =
                listener.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listener.getAddress();
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(host, 0));
            own = socket.getLocalSocketAddress();
            socket.connect(new InetSocketAddress(host, listener.getPort()), PATIENCE_MILLIS);
            if (accepted.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                own = null;
            }
        } catch (IOException e) {
            own = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the channel is that connection; then it has been accepted. */
    boolean is(Channel channel) {
        SocketAddress waiting = own;
        if (waiting == null || !waiting.equals(channel.remoteAddress())) {
            return false;
        }
        accepted.countDown();
        return true;
    }
}
