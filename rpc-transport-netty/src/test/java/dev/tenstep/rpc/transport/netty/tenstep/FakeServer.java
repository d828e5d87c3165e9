package dev.tenstep.rpc.transport.netty.tenstep;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback server that runs a test's script for each connection, in a thread of its own. */
public final class FakeServer implements Closeable {
    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    public interface Script {
        /** Serves one connection, which is closed when this returns. */
        void serve(RawPeer client) throws Exception;
    }

    public FakeServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    /** Limits the receive buffer of future connections. */
    public FakeServer narrow() throws IOException {
        listener.setReceiveBufferSize(RawPeer.NARROW);
        return this;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                accepted.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            sockets.forEach(FakeServer::close);
        }
    }

    private void serve(Socket socket) {
        try (RawPeer peer = new RawPeer(socket)) {
            script.serve(peer);
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Returns the number of connections made. */
    public int accepted() {
        return accepted.get();
    }

    /** Returns the exceptions thrown by scripts so far. */
    public List<Throwable> failures() {
        return new ArrayList<>(failures);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(FakeServer::close);
    }
}
