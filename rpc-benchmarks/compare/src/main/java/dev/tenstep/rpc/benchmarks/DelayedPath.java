package dev.tenstep.rpc.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and a server, and holds back their bytes for a while, as a long path does. It holds up to 64 MB
 * each way. Each connection has two threads each way, which end with it.
 */
final class DelayedPath implements AutoCloseable {
    private static final int CHUNK = 64 << 10;
    private static final int MOST_CHUNKS = 1024;

    private final ServerSocket listener;
    private final int server;
    private final long delayNanos;

    /** Bytes that have arrived, and when they are due; none at all at the end. */
    private record Chunk(byte[] bytes, long dueNanos) {}

    /** Starts one in front of the server on that port of loopback. */
    DelayedPath(int server, long delayMillis) throws IOException {
        this.server = server;
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Returns the port for clients. */
    int port() {
        return listener.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "delayed-path");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                AtomicInteger open = new AtomicInteger(2);
                carry(near, far, open);
                carry(far, near, open);
            } catch (IOException e) {
                // It was closed, or the server is gone, which the client will notice.
            }
        }
    }

    private void carry(Socket from, Socket to, AtomicInteger open) {
        BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MOST_CHUNKS);
        start(() -> take(from, underWay));
        start(() -> {
            deliver(underWay, to);
            if (open.decrementAndGet() == 0) {
                close(from);
                close(to);
            }
        });
    }

    private void take(Socket from, BlockingQueue<Chunk> underWay) {
        byte[] buffer = new byte[CHUNK];
        try {
            int n = 0;
            while (n >= 0) {
                try {
                    InputStream in = from.getInputStream();
                    n = in.read(buffer);
                } catch (IOException e) {
                    n = -1;
                }
                underWay.put(new Chunk(Arrays.copyOf(buffer, Math.max(0, n)), System.nanoTime() + delayNanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deliver(BlockingQueue<Chunk> underWay, Socket to) {
        boolean broken = false;
        try {
            for (Chunk next = underWay.take(); next.bytes.length > 0; next = underWay.take()) {
                awaitDue(next.dueNanos);
                broken = broken || !write(next.bytes, to);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // It was closed by the other side.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitDue(long dueNanos) {
        for (long early = dueNanos - System.nanoTime(); early > 0; early = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(early);
        }
    }

    /** Returns false if the socket was closed by the other side: the rest is for nobody. */
    private static boolean write(byte[] bytes, Socket to) {
        try {
            to.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
