package dev.tenstep.rpc.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.Eventually;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Calls {@link Texts} on a server of somebody else, in all four kinds. */
final class ForeignServer {
    private static final CallOptions BOUNDED = CallOptions.deadline(Duration.ofSeconds(10));
    private static final Metadata SENT =
            Metadata.of("who", "me").with("raw-bin", new byte[] {0, 1, -1}).with("raw-bin", new byte[0]);

    private final RpcClient client;
    private final BlockingQueue<Metadata> received;
    private final Texts stub;

    private ForeignServer(RpcClient client, BlockingQueue<Metadata> received) {
        this.client = client;
        this.received = received;
        this.stub = client.stub(Texts.class, BOUNDED);
    }

    /** A method that the service does not have. */
    @RpcService("interop.Texts")
    interface More {
        Text nothing(Text text);
    }

    /** Makes all calls, with a client that is made for it. */
    static void isAsExpected(RpcClient.Builder builder) {
        BlockingQueue<Metadata> received = new LinkedBlockingQueue<>();
        try (RpcClient client = builder.filter(keeping(received)).build()) {
            ForeignServer server = new ForeignServer(client, received);
            server.answers();
            server.answersWithMetadata();
            server.streams();
            server.converses();
            server.fails();
            server.hasNoOtherMethod();
            server.seesDeadlines();
            server.seesCancellations();
        }
    }

    /** Makes a call, which the server refuses. */
    static void refuses(RpcClient.Builder builder) {
        try (RpcClient client = builder.build()) {
            Texts stub = client.stub(Texts.class, BOUNDED);
            assertThatExceptionOfType(RpcException.class)
                    .isThrownBy(() -> stub.hello(new Text("shen")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE));
        }
    }

    /** Returns a filter that keeps the metadata of all replies. */
    private static Filter keeping(BlockingQueue<Metadata> received) {
        return (call, replyTo, next) -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                received.add(reply.replyMetadata());
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException failure) {
                replyTo.fail(failure);
            }
        });
    }

    private String hello(String name) {
        return stub.hello(new Text(name)).text();
    }

    private void answers() {
        assertThat(hello("shen")).isEqualTo("Hello, shen!");
        assertThat(hello("")).isEqualTo("Hello, !");
        String large = "x".repeat(1_000_000);
        assertThat(hello(large)).isEqualTo("Hello, " + large + "!");
        assertThat(client.stub(Texts.class, BOUNDED.withCompression("gzip"))
                        .hello(new Text(large))
                        .text())
                .isEqualTo("Hello, " + large + "!");
    }

    private void answersWithMetadata() {
        received.clear();
        client.stub(Texts.class, BOUNDED.with(SENT)).hello(new Text("shen"));
        assertThat(received.remove().entries())
                .contains(new Metadata.Entry("greeted", "me".getBytes(UTF_8)))
                .filteredOn(entry -> entry.key().equals("raw-bin"))
                .containsExactly(
                        new Metadata.Entry("raw-bin", new byte[] {0, 1, -1}),
                        new Metadata.Entry("raw-bin", new byte[0]));
    }

    private void streams() {
        List<String> numbers =
                IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        assertThat(stub.count(new Text("1000")).map(Text::text).toList()).isEqualTo(numbers);
        assertThat(stub.join(numbers.stream().map(Text::new)).text()).isEqualTo(String.join("+", numbers));
        assertThat(stub.shout(numbers.stream().map(Text::new)).map(Text::text).toList())
                .isEqualTo(numbers.stream().map(number -> number + "!").toList());
    }

    /** Says each word after the answer to the one before. */
    private void converses() {
        BlockingQueue<String> words = new LinkedBlockingQueue<>();
        Stream<Text> said = Stream.generate(() -> new Text(next(words)))
                .takeWhile(word -> !word.text().isEmpty());
        try (Stream<Text> answers = stub.shout(said)) {
            Iterator<Text> heard = answers.iterator();
            for (int i = 0; i < 1000; i++) {
                words.add("w" + i);
                assertThat(heard.next()).isEqualTo(new Text("w" + i + "!"));
            }
            words.add("");
            assertThat(heard.hasNext()).isFalse();
        }
    }

    private static String next(BlockingQueue<String> words) {
        try {
            return Objects.requireNonNull(words.poll(10, TimeUnit.SECONDS), "a word within 10 s");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fails() {
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> hello("fail"))
                .satisfies(ForeignServer::isNobody);
        Iterator<Text> numbers = stub.count(new Text("5 fail")).iterator();
        for (int i = 0; i < 5; i++) {
            assertThat(numbers.next()).isEqualTo(new Text(String.valueOf(i)));
        }
        assertThatExceptionOfType(RpcException.class).isThrownBy(numbers::next).satisfies(ForeignServer::isNobody);
    }

    private static void isNobody(RpcException e) {
        assertThat(e).hasMessage("nobody is called 100% \u00e4");
        assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(e.metadata().text("why")).isEqualTo("because"); // Node's HTTP adds a date
    }

    private void hasNoOtherMethod() {
        More more = client.stub(More.class, BOUNDED);
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> more.nothing(new Text("x")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.UNIMPLEMENTED));
    }

    private void seesDeadlines() {
        assertThat(Long.parseLong(hello("deadline"))).isBetween(5_000L, 10_000L);
        Texts hurried = client.stub(Texts.class, CallOptions.deadline(Duration.ofMillis(500)));
        CompletableFuture<Text> late = hurried.never(new Text("x"));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(late::join)
                .withStackTraceContaining("DEADLINE_EXCEEDED");
        awaitAnswer("ended", "1");
    }

    private void seesCancellations() {
        CompletableFuture<Text> pending = stub.never(new Text("x"));
        awaitAnswer("begun", "2");
        assertThat(pending.cancel(true)).isTrue();
        awaitAnswer("ended", "2");
        try (Stream<Text> endless = stub.count(new Text("1000000000"))) {
            assertThat(endless.limit(10)).hasSize(10);
        }
        awaitAnswer("ended", "3");
    }

    private void awaitAnswer(String question, String expected) {
        Eventually.until(question + " is " + expected, () -> hello(question).equals(expected));
    }
}
