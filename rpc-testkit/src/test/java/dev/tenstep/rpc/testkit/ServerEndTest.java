package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The start and the end of a server, and the lines of its log about them. */
final class ServerEndTest {
    private static final String ADDRESS = "inproc:server-end";

    /** A service whose calls end when they are let go. */
    @RpcService("Held")
    interface Held {
        CompletableFuture<String> hold();
    }

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RpcServer.class);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CompletableFuture<String> let = new CompletableFuture<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
    }

    private List<String> log() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage().replaceFirst("in \\d+ ms", "in N ms"))
                .toList();
    }

    private RpcServer.Builder server() {
        return RpcServer.builder()
                .listen(ADDRESS)
                .serializer(new TinySerializer())
                .handlers(3)
                .queue(4)
                .service(Held.class, () -> {
                    held.countDown();
                    return let;
                });
    }

    private CompletableFuture<String> call(RpcClient client) throws InterruptedException {
        CompletableFuture<String> call = client.stub(Held.class).hold();
        held.await();
        return call;
    }

    private static RpcClient client() {
        return RpcClient.builder().to(ADDRESS).serializer(new TinySerializer()).build();
    }

    private static Thread started(Runnable code) {
        Thread thread = new Thread(code);
        thread.start();
        return thread;
    }

    private static void awaitState(Thread thread, Thread.State state) {
        Eventually.until(thread + " is " + state, () -> thread.getState() == state);
    }

    @Test
    void startAndEndHaveALineEach() {
        server().start().close();
        assertThat(log())
                .containsExactly(
                        "INFO serving Held on inproc:server-end; serializers tiny; 3 handlers, a queue of 4",
                        "INFO inproc:server-end drained in N ms; all calls were answered");
    }

    @Test
    void serverThatDoesNotStartSaysNothingOfItsEnd() {
        try (RpcServer server = server().start()) {
            assertThat(server.address()).isEqualTo(ADDRESS);
            lines.list.clear();
            assertThatThrownBy(() -> server().start().close()).hasMessageContaining("is taken");
            assertThat(log()).isEmpty();
        }
    }

    @Test
    void callsThatAreCutAreCountedInAWarning() throws InterruptedException {
        RpcServer server = server().drain(Duration.ofMillis(1)).start();
        try (RpcClient client = client()) {
            CompletableFuture<String> cut = call(client);
            server.close();
            assertThat(cut).failsWithin(Eventually.LONG);
        }
        assertThat(log())
                .endsWith("WARN inproc:server-end drained in N ms and cut off 1 calls that took longer than the 1 ms of"
                        + " rpc.server.drain");
    }

    @Test
    void terminationIsAwaitedUntilCallsAreAnswered() throws InterruptedException {
        RpcServer server = server().start();
        CompletableFuture<Boolean> answeredFirst = new CompletableFuture<>();
        try (RpcClient client = client()) {
            CompletableFuture<String> call = call(client);
            Thread waiting = started(() -> {
                try {
                    server.awaitTermination();
                    answeredFirst.complete(let.isDone());
                } catch (InterruptedException e) {
                    answeredFirst.completeExceptionally(e);
                }
            });
            Thread closing = started(server::close);
            awaitState(closing, Thread.State.TIMED_WAITING);
            awaitState(waiting, Thread.State.WAITING);
            let.complete("go");
            assertThat(answeredFirst.join()).isTrue();
            assertThat(call.join()).isEqualTo("go");
            closing.join();
        }
    }

    @Test
    void waitForTheEndCanBeInterrupted() throws InterruptedException {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        try (RpcServer server = server().start()) {
            Thread waiting = started(() -> {
                try {
                    server.awaitTermination();
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
            });
            awaitState(waiting, Thread.State.WAITING);
            waiting.interrupt();
            assertThat(interrupted.join()).isTrue();
            waiting.join();
        }
    }

    @Test
    void secondCloseWaitsForTheFirstAndSaysNothing() throws InterruptedException {
        RpcServer server = server().start();
        try (RpcClient client = client()) {
            CompletableFuture<String> call = call(client);
            Thread first = started(server::close);
            awaitState(first, Thread.State.TIMED_WAITING);
            Thread second = started(server::close);
            awaitState(second, Thread.State.WAITING);
            let.complete("go");
            second.join();
            assertThat(call.join()).isEqualTo("go");
            first.join();
        }
        server.close();
        assertThat(log()).hasSize(2);
    }

    @Test
    void hookOfAClosedServerIsGone() {
        WeakReference<RpcServer> server =
                new WeakReference<>(server().shutdownHook().start());
        closed(server);
        Eventually.until("nothing holds the server", () -> {
            System.gc();
            return server.refersTo(null);
        });
    }

    /** In a frame of its own, which holds the server no longer. */
    private static void closed(WeakReference<RpcServer> server) {
        RpcServer there = server.get();
        assertThat(there).isNotNull();
        there.close();
    }
}
