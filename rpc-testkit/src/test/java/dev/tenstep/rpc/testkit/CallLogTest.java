package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.filter.CallLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** The log line for each call, on both sides, without the time that it took. */
final class CallLogTest implements KernelUnderTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String PREFIX = "dev.tenstep.rpc.";

    private final Lines lines = new Lines();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.tenstep.rpc");

    /** The logged lines, collected from many threads. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (!event.getLoggerName().endsWith(".calls")) {
                return; // the framework's own logger, for texts that no caller may see
            }
            all.add(event.getLoggerName().replace(PREFIX, "") + " " + event.getLevel() + " "
                    + event.getFormattedMessage().replaceFirst(" in \\d+ us", ""));
        }
    }

    /** A failure that the interface declares. */
    static final class SoldOut extends Exception {
        private static final long serialVersionUID = 1;

        SoldOut(String message) {
            super(message);
        }
    }

    @RpcService
    interface Shop {
        String buy(String what) throws SoldOut;

        CompletionStage<String> order(String what);

        CompletableFuture<String> await(String what);

        Stream<Integer> prices(int count);

        Flow.Publisher<Integer> watch();

        int deliver(Flow.Publisher<String> things);
    }

    /** A shop that sells everything except what is sold out or broken. An order is the code to fail with. */
    private record Handler(Flow.Publisher<Integer> watched) implements Shop {
        @Override
        public String buy(String what) throws SoldOut {
            switch (what) {
                case "sold out" -> throw new SoldOut(what);
                case "broken" -> throw new IllegalStateException(what);
                default -> {
                    return what;
                }
            }
        }

        @Override
        public CompletionStage<String> order(String what) {
            return CompletableFuture.failedFuture(new RpcException(StatusCode.valueOf(what), "no"));
        }

        @Override
        public CompletableFuture<String> await(String what) {
            return new CompletableFuture<>();
        }

        @Override
        public Stream<Integer> prices(int count) {
            return Stream.iterate(1, i -> i + 1).limit(count);
        }

        @Override
        public Flow.Publisher<Integer> watch() {
            return watched;
        }

        @Override
        public int deliver(Flow.Publisher<String> things) {
            Collector<String> taken = new Collector<>(1);
            things.subscribe(taken);
            return taken.all.join().size();
        }
    }

    @Override
    public String address() {
        return "inproc:call-log-" + NAMES.incrementAndGet();
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private Served<Shop> served(Flow.Publisher<Integer> watched) {
        return serve(
                Shop.class, new Handler(watched), s -> s.filter(CallLog.server()), c -> c.filter(CallLog.client()));
    }

    private Served<Shop> served() {
        return served(new Counted<>(0, i -> i));
    }

    private void assertLogged(String atServer, String atClient) {
        Eventually.until("both ends have logged", () -> lines.all.size() >= 2);
        assertThat(lines.all)
                .containsExactlyInAnyOrder(
                        "server.calls DEBUG Shop." + atServer, "client.calls DEBUG Shop." + atClient);
    }

    @Test
    void aCallThatSucceedsIsALoggedLineOnBothSides() throws Exception {
        try (Served<Shop> served = served()) {
            served.stub().buy("a pen");
            assertLogged("buy OK", "buy OK");
        }
    }

    @Test
    void theLineSaysHowLongItTook() throws Exception {
        List<String> texts = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> whole = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLoggerName().endsWith(".calls")) {
                    texts.add(event.getFormattedMessage());
                }
            }
        };
        whole.start();
        logger.addAppender(whole);
        try (Served<Shop> served = served()) {
            served.stub().buy("a pen");
        } finally {
            logger.detachAppender(whole);
        }
        assertThat(texts).hasSize(2).allMatch(text -> text.matches("Shop\\.buy OK in \\d+ us"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "RESOURCE_EXHAUSTED", "DATA_LOSS"})
    void aFailureIsLoggedWithItsCode(StatusCode code) {
        try (Served<Shop> served = served()) {
            CompletableFuture<String> order = served.stub().order(code.name()).toCompletableFuture();
            Eventually.until("the order has failed", order::isCompletedExceptionally);
            assertLogged("order " + code, "order " + code);
        }
    }

    @Test
    void aCancelledCallIsALoggedLineOnTheServerToo() {
        try (Served<Shop> served = served()) {
            refused(() -> served.stub(CallOptions.deadline(Duration.ofMillis(50)))
                    .await("a pen")
                    .join());
            assertLogged("await DEADLINE_EXCEEDED", "await DEADLINE_EXCEEDED");
        }
    }

    @Test
    void aParameterThatStreamsMakesNoDifference() {
        try (Served<Shop> served = served()) {
            assertThat(served.stub().deliver(new Counted<>(3, String::valueOf))).isEqualTo(3);
            assertLogged("deliver OK", "deliver OK");
        }
    }

    @Test
    void resultsThatStreamAreCounted() {
        try (Served<Shop> served = served()) {
            assertThat(served.stub().prices(3).toList()).containsExactly(1, 2, 3);
            assertLogged("prices OK after 3 results", "prices OK after 3 results");
        }
    }

    @Test
    void resultsThatFailAreLoggedWithTheCodeWhenTheyEnd() {
        try (SubmissionPublisher<Integer> watched = new SubmissionPublisher<>();
                Served<Shop> served = served(watched)) {
            Collector<Integer> results = new Collector<>(5);
            served.stub().watch().subscribe(results);
            Eventually.until("the handler's are asked for", watched::hasSubscribers);
            watched.submit(1);
            watched.submit(2);
            Eventually.until("they have come", () -> results.got.size() == 2);
            assertThat(lines.all).isEmpty();
            watched.closeExceptionally(new RpcException(StatusCode.ABORTED, "enough"));
            assertThat(results.failure()).hasMessage("enough");
            assertLogged("watch ABORTED after 2 results", "watch ABORTED after 2 results");
        }
    }

    @Test
    void unwantedResultsAreCancelledOnBothSides() {
        try (SubmissionPublisher<Integer> watched = new SubmissionPublisher<>();
                Served<Shop> served = served(watched)) {
            Collector<Integer> results = new Collector<>(5);
            served.stub().watch().subscribe(results);
            Eventually.until("the handler's are asked for", watched::hasSubscribers);
            watched.submit(1);
            Eventually.until("it has come", () -> results.got.size() == 1);
            results.subscription().cancel();
            assertLogged("watch CANCELLED after 1 results", "watch CANCELLED after 1 results");
        }
    }

    @Test
    void declaredAndOtherExceptionsAreLoggedWithACode() {
        try (Served<Shop> served = served()) {
            assertThatThrownBy(() -> served.stub().buy("sold out")).isInstanceOf(SoldOut.class);
            assertLogged("buy UNKNOWN", "buy UNKNOWN");
            lines.all.clear();
            refused(() -> served.stub().buy("broken"));
            assertLogged("buy UNKNOWN", "buy UNKNOWN");
        }
    }

    @Test
    void nothingIsLoggedAtInfo() throws Exception {
        logger.setLevel(Level.INFO);
        try (Served<Shop> served = served()) {
            served.stub().buy("a pen");
            assertThat(served.stub().prices(2).toList()).hasSize(2);
        }
        assertThat(lines.all).isEmpty();
    }

    @Test
    void nothingIsLoggedUnlessAskedFor() throws Exception {
        try (Served<Shop> served = serve(Shop.class, new Handler(new Counted<>(0, i -> i)))) {
            served.stub().buy("a pen");
        }
        assertThat(lines.all).isEmpty();
    }
}
