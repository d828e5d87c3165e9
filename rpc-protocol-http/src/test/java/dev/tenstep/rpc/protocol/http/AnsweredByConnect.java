package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that answers by Connect over HTTP/1.1 what a test wants, byte for byte, and a client of it. */
abstract class AnsweredByConnect {
    static final String TINY = "application/tiny";
    static final String STREAM = "application/connect+tiny";
    static final Map<String, String> HTTP_1_1 = Map.of("rpc.http.version", "1.1");

    /** The service. */
    @RpcService("Counting")
    interface Counting {
        int next(int number);

        CompletionStage<Integer> later(int number);

        Stream<Integer> upTo(int most);

        int sum(Stream<Integer> numbers);

        Stream<Integer> both(Stream<Integer> numbers);
    }

    final AtomicInteger connections = new AtomicInteger();
    RawServer server;
    RpcClient client;

    @BeforeEach
    void listen() throws IOException {
        server = new RawServer();
        client = server.client("connect", HTTP_1_1);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] all(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Returns a response with a length. */
    static byte[] response(int status, String type, byte[] body, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        head.append(type.isEmpty() ? "" : "content-type: " + type + "\r\n");
        for (String each : fields) {
            head.append(each).append("\r\n");
        }
        return all(ascii(head + "content-length: " + body.length + "\r\n\r\n"), body);
    }

    static byte[] two() {
        return Messages.result(Counting.class, "next", 2);
    }

    static byte[] good() {
        return response(200, TINY, two());
    }

    static byte[] envelope(int flags, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flags)
                .putInt(message.length)
                .put(message)
                .array();
    }

    static byte[] element(int number) {
        return envelope(0, Messages.result(Counting.class, "upTo", number));
    }

    static byte[] end(String json) {
        return envelope(2, json.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads a request with a length, or a head alone; returns the head. */
    static String request(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataInputStream data = new DataInputStream(in);
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(data.readUnsignedByte());
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int at = text.indexOf("content-length: ");
        if (at >= 0) {
            data.readFully(new byte[Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)))]);
        }
        return text;
    }

    /** Answers the requests of each connection with these by turns, and leaves it open if there are no more. */
    final void answer(byte[]... answers) {
        server.serve(socket -> {
            connections.incrementAndGet();
            for (byte[] each : answers) {
                request(socket.getInputStream());
                socket.getOutputStream().write(each);
                if (each.length == 0) {
                    return; // closes
                }
            }
            socket.getInputStream().readAllBytes();
        });
    }

    final Counting stub() {
        return client.stub(Counting.class, CallOptions.deadline(Duration.ofSeconds(20)));
    }

    static void assertFailure(RpcException failure, StatusCode code, String text) {
        assertThat(failure).as("a failure: %s", text).isNotNull();
        assertThat(failure.code()).as(failure.toString()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(text);
    }

    static byte[] json(int status, String json) {
        return response(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }
}
