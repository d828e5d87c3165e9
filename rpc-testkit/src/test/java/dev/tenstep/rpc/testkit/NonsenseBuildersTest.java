package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A nonsensical builder setting or option is an error that names it, with the value found and the one expected. */
final class NonsenseBuildersTest {
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    /** A service. */
    @RpcService
    interface Echo {
        String echo(String text);
    }

    private static Arguments server(String expected, UnaryOperator<RpcServer.Builder> told) {
        ThrowingCallable code = () -> told.apply(RpcServer.builder()
                        .listen("inproc:nonsense-builders")
                        .serializer(new TinySerializer())
                        .service(Echo.class, text -> text))
                .start()
                .close();
        return Arguments.of(expected, code);
    }

    private static Arguments client(String expected, UnaryOperator<RpcClient.Builder> told) {
        ThrowingCallable code = () -> told.apply(
                        RpcClient.builder().to("inproc:nonsense-builders").serializer(new TinySerializer()))
                .build()
                .close();
        return Arguments.of(expected, code);
    }

    private static Arguments options(String expected, UnaryOperator<CallOptions> told) {
        ThrowingCallable code = () -> {
            try (RpcClient client = RpcClient.builder()
                    .to("inproc:nonsense-builders")
                    .serializer(new TinySerializer())
                    .build()) {
                client.stub(Echo.class, told.apply(CallOptions.DEFAULT));
            }
        };
        return Arguments.of(expected, code);
    }

    static Stream<Arguments> serverNonsense() {
        return Stream.of(
                server("handlers: 0 (expected: 1..1000000)", s -> s.handlers(0)),
                server("handlers: 2147483647 (expected: 1..1000000)", s -> s.handlers(Integer.MAX_VALUE)),
                server("queue: -1 (expected: 0..1000000)", s -> s.queue(-1)),
                server("queue: 2147483647 (expected: 0..1000000)", s -> s.queue(Integer.MAX_VALUE)),
                server("drain: PT-0.000000001S (expected: not negative)", s -> s.drain(NEGATIVE)),
                server("endpoint:  (expected: host:port", s -> s.listen("")),
                server("endpoint:   (expected: host:port", s -> s.listen(" ")),
                server("endpoint: nonsense (expected: host:port", s -> s.listen("nonsense")),
                server("endpoint: INPROC:a (expected: host:port", s -> s.listen("INPROC:a")),
                server("endpoint: inproc: (expected: inproc:NAME", s -> s.listen("inproc:")),
                server(
                        "listen: inproc:nonsense-builders, twice (expected: each address once)",
                        s -> s.listen("inproc:nonsense-builders")),
                server("rpc.serializer:  (expected one of: tiny)", s -> s.serializer("")),
                server("rpc.serializer: TINY (expected one of: tiny)", s -> s.serializer("TINY")),
                server("rpc.server.serializers: tiny  (expected one of: tiny)", s -> s.accept("tiny ")),
                server("rpc.server.serializers:  (expected one of: tiny)", s -> s.accept("")),
                server("accept: [tiny, tiny] (expected: each name once)", s -> s.accept("tiny", "tiny")),
                server("rpc.compression: GZIP (expected one of: none, gzip)", s -> s.compression("GZIP")),
                server("rpc.compression:  (expected one of: none, gzip)", s -> s.compression("")),
                server("maxMessage: 5 (expected: 1024..2147483647)", s -> s.settings(k -> k.withMaxMessage(5))),
                server(
                        "rpc.server.queue=-1 in the builder's config: expected an integer in 0..1000000",
                        s -> s.config(Map.of("rpc.server.queue", "-1"))),
                server(
                        "unknown key rpc.server.qeue in the builder's config (nearest: rpc.server.queue)",
                        s -> s.config(Map.of("rpc.server.qeue", "1"))),
                server(
                        "service " + Echo.class.getName() + ": added twice (expected: once)",
                        s -> s.service(Echo.class, text -> text)));
    }

    static Stream<Arguments> clientNonsense() {
        return Stream.of(
                client("target: '' (expected: host:port", c -> c.to("")),
                client("target: ' ' (expected: host:port", c -> c.to(" ")),
                client("target: 'inproc:a,' (expected: an endpoint", c -> c.to("inproc:a,")),
                client("target: ',' (expected: an endpoint", c -> c.to(",")),
                client("target: 'inproc:a, inproc:a' (expected: each endpoint once", c -> c.to("inproc:a, inproc:a")),
                client("endpoint: nonsense (expected: host:port", c -> c.to("inproc:a,nonsense")),
                client("endpoint: inproc: (expected: inproc:NAME", c -> c.to("inproc:")),
                client("clientName:  (expected: letters, digits, - and _)", c -> c.name("")),
                client("clientName: a.b (expected: letters, digits, - and _)", c -> c.name("a.b")),
                client("clientName: a  (expected: letters, digits, - and _)", c -> c.name("a ")),
                client("rpc.serializer: tiny  (expected one of: tiny)", c -> c.serializer("tiny ")),
                client("rpc.compression: zip (expected one of: none, gzip)", c -> c.compression("zip")),
                client("deadline: PT-0.000000001S (expected: not negative)", c -> c.deadline(NEGATIVE)),
                client("hedge: PT-0.000000001S (expected: not negative)", c -> c.hedge(NEGATIVE)),
                client("connections: 0 (expected: 1..64)", c -> c.connections(0)),
                client("connections: 65 (expected: 1..64)", c -> c.connections(65)),
                client("completionThreads: 0 (expected: 1..1000000)", c -> c.completionThreads(0)),
                client("percent: -1 (expected: 0..100)", c -> c.retryBudget(-1, 0)),
                client("percent: 101 (expected: 0..100)", c -> c.retryBudget(101, 0)),
                client("reserve: -1 (expected: 0..1000000)", c -> c.retryBudget(0, -1)),
                client(
                        "2 of completionThreads, completeOn and directCompletion (expected: at most one)",
                        c -> c.directCompletion().completeOn(Runnable::run)),
                client(
                        "2 of completionThreads, completeOn and directCompletion (expected: at most one)",
                        c -> c.completeOn(Runnable::run).completionThreads(3)),
                client(
                        "keepAlive: PT0S (expected: a positive duration)",
                        c -> c.settings(k -> k.withKeepAlive(Duration.ZERO))),
                client(
                        "rpc.deadline=soon in the builder's config: expected a duration such as 250ms",
                        c -> c.config(Map.of("rpc.deadline", "soon"))),
                client(
                        "rpc.message.limit=4MiB by default, with rpc.undecoded.limit=1MiB in the builder's config"
                                + " (expected: at most the other)",
                        c -> c.config(Map.of("rpc.undecoded.limit", "1MiB"))),
                client("attempts: 0 (expected: 1 or more)", c -> c.retry(RetryPolicy.DEFAULT.withAttempts(0))),
                client(
                        "firstBackoff, maxBackoff: PT2S, PT1S (expected: the first not longer than the second)",
                        c -> c.retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))));
    }

    static Stream<Arguments> optionsNonsense() {
        return Stream.of(
                options("deadline: PT0S (expected: a positive duration)", o -> o.withDeadline(Duration.ZERO)),
                options("deadline: PT-0.000000001S (expected: a positive duration)", o -> o.withDeadline(NEGATIVE)),
                options("hedge: PT-0.000000001S (expected: not negative)", o -> o.hedge(NEGATIVE)),
                options("rpc.serializer:  (expected one of: tiny)", o -> o.withSerializer("")),
                options("rpc.serializer: Tiny (expected one of: tiny)", o -> o.withSerializer("Tiny")),
                options("rpc.compression: gzip  (expected one of: none, gzip)", o -> o.withCompression("gzip ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"serverNonsense", "clientNonsense", "optionsNonsense"})
    void nonsenseIsRefusedByName(String expected, ThrowingCallable code) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(expected);
    }
}
