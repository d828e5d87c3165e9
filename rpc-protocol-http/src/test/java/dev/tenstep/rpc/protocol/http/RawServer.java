package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that does with each connection what a test wants. */
final class RawServer implements AutoCloseable {

    /** Serves a connection, which is closed afterwards. */
    interface Behaviour {
        void serve(Socket socket) throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket listener;

    RawServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Returns a client of it, to be closed. */
    RpcClient client() {
        return client("grpc", Map.of());
    }

    /** Returns a client of it that speaks a protocol, to be closed. */
    RpcClient client(String protocol, Map<String, String> config) {
        return RpcClient.builder()
                .to(address())
                .protocol(protocol)
                .config(config)
                .serializer(new TinySerializer())
                .build();
    }

    /** Returns the frames of an answer to {@link Counting#hold}. */
    static RawFrames result(int stream, int number) {
        return new RawFrames()
                .headers(
                        stream,
                        false,
                        Head.response(200, Fields.of("content-type", Attacked.TINY))
                                .hpack())
                .data(stream, false, RawFrames.message(Messages.result(Counting.class, "hold", number)))
                .headers(stream, true, RawFrames.block("grpc-status", "0"));
    }

    /** Waits for the failure of a call, and returns it. */
    static RpcException failure(CompletableFuture<Integer> call) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, call::join);
        return (RpcException) thrown.getCause();
    }

    /** Serves all connections alike. */
    void serve(Behaviour behaviour) {
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    threads.execute(() -> serve(behaviour, socket));
                } catch (IOException e) {
                    // The test is over.
                }
            }
        });
    }

    private static void serve(Behaviour behaviour, Socket socket) {
        try (socket) {
            behaviour.serve(socket);
        } catch (Exception e) {
            // The client has closed the connection, which ends this conversation.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
