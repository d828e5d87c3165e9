package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.Eventually;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the server under grpc-java's client, which knows nothing of it but the bytes of its messages. */
@Timeout(60)
final class GrpcJavaClientTest {

    /** A message {@code string text = 1}. */
    @Message
    record Text(String text) {}

    /** The service. */
    @RpcService("test.Texts")
    interface Texts {
        Text hello(Text name);

        Stream<Text> count(Text to);

        Text join(Stream<Text> parts);

        Stream<Text> shout(Stream<Text> words);

        CompletableFuture<Text> never(Text text);
    }

    private static final class TextsHandler implements Texts {
        private final LinkedBlockingQueue<StatusCode> cancelled = new LinkedBlockingQueue<>();

        @Override
        public Text hello(Text name) {
            CallContext context = CallContext.current();
            if (name.text().equals("fail")) {
                throw new RpcException(StatusCode.NOT_FOUND, "nobody is called 100% \u00e4")
                        .withMetadata(dev.tenstep.rpc.call.Metadata.of("why", "because"));
            }
            context.replyMetadata(dev.tenstep.rpc.call.Metadata.of(
                    "greeted", String.valueOf(context.metadata().text("who"))));
            return new Text("Hello, " + name.text() + "!");
        }

        @Override
        public Stream<Text> count(Text to) {
            return IntStream.range(0, Integer.parseInt(to.text())).mapToObj(i -> new Text(String.valueOf(i)));
        }

        @Override
        public Text join(Stream<Text> parts) {
            return new Text(parts.map(Text::text).collect(Collectors.joining("+")));
        }

        @Override
        public Stream<Text> shout(Stream<Text> words) {
            return words.map(word -> new Text(word.text() + "!"));
        }

        @Override
        public CompletableFuture<Text> never(Text text) {
            CallContext.current().cancellation().onCancel(why -> cancelled.add(why.code()));
            return new CompletableFuture<>();
        }
    }

    private static TextsHandler handler;
    private static RpcServer server;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        handler = new TextsHandler();
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .service(Texts.class, handler)
                .start();
        channel = NettyChannelBuilder.forTarget(server.address()).usePlaintext().build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        server.close();
    }

    private static final MethodDescriptor.Marshaller<String> TEXT = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            byte[] message = new byte[utf8.length + 2];
            message[0] = 0x0a;
            message[1] = (byte) utf8.length;
            System.arraycopy(utf8, 0, message, 2, utf8.length);
            return new ByteArrayInputStream(message);
        }

        @Override
        public String parse(InputStream stream) {
            try {
                byte[] message = stream.readAllBytes();
                int start = 1;
                while (start < message.length && message[start++] < 0) {
                    // A length of several bytes.
                }
                return message.length == 0
                        ? ""
                        : new String(message, start, message.length - start, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(TEXT, TEXT)
                .setFullMethodName("test.Texts/" + name)
                .setType(type)
                .build();
    }

    private static String hello(Channel to, CallOptions options, String name) {
        return ClientCalls.blockingUnaryCall(to, method("Hello", MethodType.UNARY), options, name);
    }

    @Test
    void unaryCallIsAnswered() {
        for (int i = 0; i < 100; i++) {
            assertThat(hello(channel, CallOptions.DEFAULT, "shen" + i)).isEqualTo("Hello, shen" + i + "!");
        }
    }

    @Test
    void failureHasItsCodeTextAndMetadata() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> hello(channel, CallOptions.DEFAULT, "fail"))
                .satisfies(e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
                    assertThat(e.getStatus().getDescription()).isEqualTo("nobody is called 100% \u00e4");
                    assertThat(e.getTrailers().get(Metadata.Key.of("why", Metadata.ASCII_STRING_MARSHALLER)))
                            .isEqualTo("because");
                });
    }

    @Test
    void metadataCrossesBothWays() {
        Metadata sent = new Metadata();
        sent.put(Metadata.Key.of("who", Metadata.ASCII_STRING_MARSHALLER), "me");
        AtomicReference<Metadata> head = new AtomicReference<>();
        Channel with = ClientInterceptors.intercept(
                channel,
                MetadataUtils.newAttachHeadersInterceptor(sent),
                MetadataUtils.newCaptureMetadataInterceptor(head, new AtomicReference<>()));
        hello(with, CallOptions.DEFAULT, "shen");
        assertThat(head.get().get(Metadata.Key.of("greeted", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("me");
    }

    @Test
    void unknownMethodIsUnimplemented() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> ClientCalls.blockingUnaryCall(
                        channel, method("Nothing", MethodType.UNARY), CallOptions.DEFAULT, "shen"))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }

    @Test
    void gzipIsReadAndAnswered() {
        assertThat(hello(channel, CallOptions.DEFAULT.withCompression("gzip"), "shen"))
                .isEqualTo("Hello, shen!");
    }

    @Test
    void resultsStream() {
        Iterator<String> results = ClientCalls.blockingServerStreamingCall(
                channel, method("Count", MethodType.SERVER_STREAMING), CallOptions.DEFAULT, "10000");
        List<String> all = new ArrayList<>();
        results.forEachRemaining(all::add);
        assertThat(all).hasSize(10_000).first().isEqualTo("0");
        assertThat(all.get(9_999)).isEqualTo("9999");
    }

    /** Collects a response. */
    private static final class Collected implements StreamObserver<String> {
        private final List<String> values = new ArrayList<>();
        private final CompletableFuture<List<String>> outcome = new CompletableFuture<>();

        @Override
        public void onNext(String value) {
            values.add(value);
        }

        @Override
        public void onError(Throwable thrown) {
            outcome.completeExceptionally(thrown);
        }

        @Override
        public void onCompleted() {
            outcome.complete(values);
        }
    }

    @Test
    void elementsStreamToTheServer() throws Exception {
        Collected collected = new Collected();
        StreamObserver<String> parts = ClientCalls.asyncClientStreamingCall(
                channel.newCall(method("Join", MethodType.CLIENT_STREAMING), CallOptions.DEFAULT), collected);
        for (int i = 0; i < 1000; i++) {
            parts.onNext("p" + i);
        }
        parts.onCompleted();
        assertThat(collected.outcome.get(30, TimeUnit.SECONDS).get(0))
                .startsWith("p0+p1+")
                .endsWith("+p999");
    }

    @Test
    void streamsBothWays() throws Exception {
        Collected collected = new Collected();
        StreamObserver<String> words = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(method("Shout", MethodType.BIDI_STREAMING), CallOptions.DEFAULT), collected);
        for (int i = 0; i < 1000; i++) {
            words.onNext("w" + i);
        }
        words.onCompleted();
        assertThat(collected.outcome.get(30, TimeUnit.SECONDS)).hasSize(1000).contains("w0!", "w999!");
    }

    @Test
    void deadlineEndsTheCallOnBothSides() throws Exception {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> ClientCalls.blockingUnaryCall(
                        channel,
                        method("Never", MethodType.UNARY),
                        CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS),
                        "x"))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
        assertThat(handler.cancelled.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .isIn(StatusCode.DEADLINE_EXCEEDED, StatusCode.CANCELLED);
    }
}
