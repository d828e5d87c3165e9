package dev.tenstep.rpc.benchmarks.contender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * One framework on its own class path, found by {@link java.util.ServiceLoader}. Its server and its client run in two
 * processes and live as long as these, so nothing here is closed. A variant is a setting worth a row of its own (an
 * executor, a serializer).
 */
public interface Contender {
    /** Serves on a free port of the loopback interface and returns the port. */
    int serve(String variant) throws Exception;

    /** Connects, over one connection. */
    ClientEnd connect(String variant, int port) throws Exception;

    /** Returns a port that is free at this moment, for frameworks that need to be given one. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A connected client. */
    interface ClientEnd {
        /** Returns the calls of one operation. Called once per measurement, never per call. */
        Calls<?> calls(Operation operation);

        /** Returns the streams of one kind; called only for contenders that stream. */
        default StreamCalls streams(StreamKind kind) {
            throw new UnsupportedOperationException("no streams");
        }
    }
}
