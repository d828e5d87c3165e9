package dev.tenstep.rpc.benchmarks.jdkhttp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.users.UserRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The JDK's own HTTP server. Its own thread calls the handler, as it does by default; on two cores a pool of threads took
 * more of the processor and answered no more requests.
 */
public final class JdkHttpContender implements Contender {
    private static final int OK = 200;

    private final ObjectReader reader = new ObjectMapper().readerFor(UserRecord.Echo.class);
    private final ObjectWriter writer = new ObjectMapper().writerFor(UserRecord.class);

    /** Makes one, as ServiceLoader does. */
    public JdkHttpContender() {
        // Otherwise the head and the body of a response, two segments, wait for the peer's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    @Override
    public int serve(String variant) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/Users/Echo", this::echo);
        server.start();
        return server.getAddress().getPort();
    }

    private void echo(HttpExchange exchange) throws IOException {
        try (exchange) {
            UserRecord.Echo request = reader.readValue(exchange.getRequestBody().readAllBytes());
            byte[] answer = writer.writeValueAsBytes(request.user());
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(OK, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public ClientEnd connect(String variant, int port) {
        throw new UnsupportedOperationException("a server only");
    }
}
