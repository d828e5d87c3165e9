package dev.tenstep.rpc.benchmarks.trials.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands between clients and one server, and inflicts faults on their connections. Controlled by one thread. */
final class FaultyProxy implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final List<Link> links = new CopyOnWriteArrayList<>();

    private FaultyProxy(ServerSocket listener, InetSocketAddress server) {
        this.listener = listener;
        this.server = server;
    }

    /** Starts a proxy in front of a server, on a free loopback port. */
    static FaultyProxy to(String address) throws IOException {
        FaultyProxy proxy =
                new FaultyProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), socketAddress(address));
        Thread thread = new Thread(proxy::acceptAll, "proxy-accept");
        thread.setDaemon(true);
        thread.start();
        return proxy;
    }

    static InetSocketAddress socketAddress(String address) {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /** Returns the address for clients. */
    String address() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                try {
                    Link link = new Link(client, new Socket(server.getAddress(), server.getPort()));
                    links.add(link);
                    link.start();
                } catch (IOException e) {
                    client.close(); // just as the server itself would have refused it
                }
            } catch (IOException e) {
                // Closed, or a client that has disconnected again.
            }
        }
    }

    /**
     * Inflicts a fault on the present connections; new ones are not affected.
     *
     * @param hold how long a fault lasts that does not cut at once, and how long to wait for the end of a frame
     * @return the number of connections cut, once they are
     */
    int strike(Fault fault, Duration hold) {
        List<Link> struck = new ArrayList<>(links);
        struck.removeIf(link -> !link.whole());
        for (Link link : struck) {
            link.strike(fault);
        }
        long end = System.nanoTime() + hold.toNanos();
        while (System.nanoTime() - end < 0 && !struck.stream().allMatch(Link::cut)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        for (Link link : struck) {
            if (!link.cut()) {
                link.reset();
            }
        }
        return struck.size();
    }

    /** Stops or resumes reading from the server. */
    void deaf(boolean now) {
        links.forEach(link -> link.deaf(now));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        links.forEach(Link::close);
    }
}
