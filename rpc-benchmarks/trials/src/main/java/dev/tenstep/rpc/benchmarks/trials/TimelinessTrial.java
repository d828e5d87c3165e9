package dev.tenstep.rpc.benchmarks.trials;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures how late the caller and the handler notice a deadline, and how long a cancellation takes to reach the
 * handler. Both peers are in this process, so that one clock measures them.
 */
@Command(
        name = "timeliness",
        description =
                "Lets deadlines pass, and cancels calls in four ways. Client and server must notice a deadline at most 50 ms late, "
                        + "and the handler of a cancelled call must be told within 100 ms.",
        mixinStandardHelpOptions = true)
final class TimelinessTrial implements Callable<Integer> {
    private static final long MOST_LATE_MICROS = 50_000;
    private static final long MOST_TO_CANCEL_MICROS = 100_000;
    private static final int TOGETHER = 100;
    private static final Duration DEADLINE = Duration.ofMillis(100);
    private static final long PATIENCE_SECONDS = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--calls",
            converter = Counts.Positive.class,
            defaultValue = "1000",
            description = "Calls in each of the ways; ${DEFAULT-VALUE}.")
    private int calls;

    /**
     * A service that never answers. Its calls have numbers, so that the handler and its caller refer to the same
     * call.
     */
    @RpcService
    interface Waiting {
        CompletableFuture<Integer> later(int number);

        int blocking(int number);

        Stream<Integer> endless(int number);
    }

    /** Records when a call is entered and when its handler is told of the cancellation. */
    private static final class Waiter implements Waiting {
        private final Map<Integer, CompletableFuture<Long>> entered = new ConcurrentHashMap<>();
        private final Map<Integer, CompletableFuture<Long>> told = new ConcurrentHashMap<>();

        private static void now(Map<Integer, CompletableFuture<Long>> what, int number) {
            of(what, number).complete(System.nanoTime());
        }

        private static CompletableFuture<Long> of(Map<Integer, CompletableFuture<Long>> what, int number) {
            return what.computeIfAbsent(number, any -> new CompletableFuture<>());
        }

        @Override
        public CompletableFuture<Integer> later(int number) {
            CompletableFuture<Integer> never = new CompletableFuture<>();
            CallContext.current().cancellation().onCancel(why -> {
                now(told, number);
                never.completeExceptionally(why);
            });
            now(entered, number);
            return never;
        }

        @Override
        public int blocking(int number) {
            now(entered, number);
            try {
                TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
            } catch (InterruptedException e) {
                now(told, number);
            }
            return number;
        }

        @Override
        public Stream<Integer> endless(int number) {
            now(entered, number);
            return Stream.generate(() -> number).onClose(() -> now(told, number));
        }
    }

    /**
     * A way to cancel: makes the call of that number, waits until it is entered, and returns the action that cancels
     * it.
     */
    private interface Way {
        Runnable make(int number) throws Exception;
    }

    /** A measurement in microseconds, which must not exceed its bound. */
    record Measured(String what, Histogram micros, long bound) {
        boolean held() {
            return micros.getMaxValue() <= bound;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-46s %,6d calls, p50 %7.2f ms, p99 %7.2f ms, at most %7.2f ms (must %d)",
                    what,
                    micros.getTotalCount(),
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getMaxValue() / 1e3,
                    bound / 1000);
        }
    }

    private final Waiter waiter = new Waiter();
    private int numbers;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Measured> measured = run(calls);
        measured.forEach(out::println);
        out.flush();
        return measured.stream().allMatch(Measured::held) ? 0 : 1;
    }

    /** Makes so many calls in each way. */
    List<Measured> run(int each) throws Exception {
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .drain(Duration.ofSeconds(1))
                        .service(Waiting.class, waiter)
                        .start();
                RpcClient client = RpcClient.to(server.address())) {
            Waiting waiting = client.stub(Waiting.class);
            Way future = number -> future(waiting, number);
            cancel("warm-up", each, future);
            List<Measured> all =
                    new ArrayList<>(deadlines(client.stub(Waiting.class, CallOptions.deadline(DEADLINE)), each));
            all.add(cancel("a cancelled future reaches the handler after", each, future));
            all.add(cancel("an interrupted caller's call, after", each, number -> blocked(waiting, number)));
            all.add(cancel("a closed stream, after", each, number -> stream(waiting, number)));
            all.add(cancel("a closed client's call, after", each, number -> closed(server.address(), number)));
            return all;
        }
    }

    private List<Measured> deadlines(Waiting waiting, int each) throws Exception {
        Histogram atCaller = new Histogram(3);
        Histogram atHandler = new Histogram(3);
        for (int made = 0; made < each; made += TOGETHER) {
            List<CompletableFuture<Long>> callers = new ArrayList<>();
            List<CompletableFuture<Long>> handlers = new ArrayList<>();
            for (int i = 0; i < Math.min(TOGETHER, each - made); i++) {
                int number = numbers++;
                long due = System.nanoTime() + DEADLINE.toNanos();
                callers.add(waiting.later(number).handle((x, thrown) -> {
                    long late = System.nanoTime() - due;
                    if (!(thrown instanceof RpcException e) || e.code() != StatusCode.DEADLINE_EXCEEDED) {
                        throw new IllegalStateException("a call did not end by its deadline", thrown);
                    }
                    return late;
                }));
                handlers.add(Waiter.of(waiter.told, number).thenApply(told -> told - due));
            }
            note(atCaller, callers);
            note(atHandler, handlers);
        }
        return List.of(
                new Measured("a deadline of 100 ms: lateness of the caller", atCaller, MOST_LATE_MICROS),
                new Measured("a deadline of 100 ms: lateness of the handler", atHandler, MOST_LATE_MICROS));
    }

    private Measured cancel(String what, int each, Way way) throws Exception {
        Histogram micros = new Histogram(3);
        for (int i = 0; i < each; i++) {
            int number = numbers++;
            Runnable giveUp = way.make(number);
            Waiter.of(waiter.entered, number).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            long start = System.nanoTime();
            giveUp.run();
            note(micros, Waiter.of(waiter.told, number).get(PATIENCE_SECONDS, TimeUnit.SECONDS) - start);
        }
        return new Measured(what, micros, MOST_TO_CANCEL_MICROS);
    }

    /** Waits for all calls before it records the first, so that recording does not delay their ends. */
    private static void note(Histogram micros, List<CompletableFuture<Long>> nanos) throws Exception {
        CompletableFuture.allOf(nanos.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        nanos.forEach(late -> note(micros, late.join()));
    }

    private static void note(Histogram micros, long nanos) {
        micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    private static Runnable future(Waiting waiting, int number) {
        CompletableFuture<Integer> call = waiting.later(number);
        return () -> call.cancel(true);
    }

    private static Runnable blocked(Waiting waiting, int number) {
        Thread caller = new Thread(() -> {
            try {
                waiting.blocking(number);
            } catch (RpcException e) {
                return; // cancelled as expected
            }
        });
        caller.start();
        return caller::interrupt;
    }

    private static Runnable stream(Waiting waiting, int number) {
        Stream<Integer> stream = waiting.endless(number);
        stream.iterator().next();
        return stream::close;
    }

    @SuppressWarnings("resource") // the returned action closes it
    private static Runnable closed(String address, int number) {
        RpcClient client = RpcClient.to(address);
        client.stub(Waiting.class).later(number);
        return client::close;
    }
}
