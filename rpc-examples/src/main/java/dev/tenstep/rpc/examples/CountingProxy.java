package dev.tenstep.rpc.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes on between clients and one server, and counts them. A byte is counted before it is passed on, so
 * anybody who has received a reply finds it and its request in the count. Two threads a connection; the counters are
 * atomic.
 */
final class CountingProxy implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final ServerSocket listener;
    private final String host;
    private final int port;
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** The number of bytes in each direction. */
    record Count(long toServer, long toClient) {
        Count minus(Count earlier) {
            return new Count(toServer - earlier.toServer, toClient - earlier.toClient);
        }

        @Override
        public String toString() {
            return toServer + " + " + toClient;
        }
    }

    private CountingProxy(ServerSocket listener, String host, int port) {
        this.listener = listener;
        this.host = host;
        this.port = port;
    }

    /** Starts a proxy in front of a server, on a free loopback port. */
    static CountingProxy to(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        CountingProxy proxy = new CountingProxy(
                listener, address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        run("proxy-accept", proxy::acceptAll);
        return proxy;
    }

    /** Returns the address for clients. */
    String address() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    /** Returns the bytes passed on so far. */
    Count count() {
        return new Count(toServer.get(), toClient.get());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            try {
                connect(client);
            } catch (IOException e) {
                client.close(); // just as the server itself would have refused it
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(host, port);
        sockets.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        run("proxy-up", () -> pass(client, server, toServer));
        run("proxy-down", () -> pass(server, client, toClient));
    }

    private static void pass(Socket from, Socket to, AtomicLong counter) throws IOException {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                counter.addAndGet(n);
                out.write(buffer, 0, n);
            }
        }
    }

    private static void run(String name, Passing passing) {
        Thread thread = new Thread(
                () -> {
                    try {
                        passing.run();
                    } catch (IOException e) {
                        // A socket was closed on one side, so there is nothing more to pass on.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Passing {
        void run() throws IOException;
    }
}
