package dev.tenstep.rpc.benchmarks.trials.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection through the proxy: a socket to each peer and a thread for each direction, which carries out the
 * latest fault. One thread inflicts faults; the state that the threads share is volatile.
 */
final class Link {
    private static final int BUFFER = 64 << 10;
    private static final int SLICE_BYTES = 3;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int REQUEST = 3;
    private static final int REPLY = 4;

    private final Socket client;
    private final Socket server;
    private volatile @Nullable Fault fault;
    private volatile boolean deaf;
    private volatile boolean cut;

    Link(Socket client, Socket server) throws IOException {
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        run("proxy-up", client, server);
        run("proxy-down", server, client);
    }

    private void run(String name, Socket from, Socket to) {
        Thread thread = new Thread(
                () -> {
                    try {
                        pass(from, to);
                    } catch (IOException e) {
                        // A socket was closed on one side, so there is nothing more to pass on.
                    }
                    ended(from);
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns whether bytes are passed on in both directions. */
    boolean whole() {
        return !cut && fault == null;
    }

    boolean cut() {
        return cut;
    }

    /** Applies the fault to its bytes from now on. */
    void strike(Fault struck) {
        fault = struck;
        if (struck == Fault.RESET) {
            reset();
        } else if (struck.halfOpen()) {
            cut = true;
            reset(struck == Fault.SERVER_GONE ? server : client);
        }
    }

    /** Stops or resumes reading from the server. */
    void deaf(boolean now) {
        deaf = now;
    }

    /** Cuts it so that both peers see a reset. */
    void reset() {
        cut = true;
        reset(client);
        reset(server);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It was already closed.
        }
        close(socket);
    }

    private void pass(Socket from, Socket to) throws IOException {
        boolean up = from == client;
        FrameEnds frames = new FrameEnds(up ? REQUEST : REPLY);
        Fault atFrameEnd = up ? Fault.AFTER_REQUEST : Fault.AFTER_REPLY;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            int end = frames.take(buffer, n);
            while (deaf && !up && !cut) {
                LockSupport.parkNanos(SLICE_NANOS);
            }
            if (fault == atFrameEnd && end >= 0 && !cut) {
                cut = true;
                out.write(buffer, 0, end);
                // An orderly close, since a reset could discard the frame before it is read.
                to.shutdownOutput();
                reset(from);
                return;
            }
            write(buffer, n, out);
        }
    }

    private void write(byte[] bytes, int count, OutputStream out) throws IOException {
        Fault now = fault;
        if (cut || now == Fault.BLACK_HOLE) {
            return;
        }
        if (now == Fault.SLICE) {
            for (int at = 0; at < count; at += SLICE_BYTES) {
                out.write(bytes, at, Math.min(SLICE_BYTES, count - at));
                LockSupport.parkNanos(SLICE_NANOS);
            }
        } else {
            if (now == Fault.DELAY) {
                LockSupport.parkNanos(DELAY_NANOS);
            }
            out.write(bytes, 0, count);
        }
    }

    /** Closes the other side when one has closed, unless it must not learn of it, or still has to read its bytes. */
    private void ended(Socket from) {
        if (fault == null || !cut) {
            close();
        } else {
            close(from);
        }
    }

    void close() {
        cut = true;
        close(client);
        close(server);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
