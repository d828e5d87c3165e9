package dev.tenstep.rpc.benchmarks.trials;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes three times as many calls as the server can serve. Its throughput must stay near its peak, and the rest must
 * be refused at once. Its handlers take 5 ms each and do nothing, so that its capacity is known: handlers / 5 ms.
 */
@Command(
        name = "overload",
        description =
                "Makes three times as many calls as a server can serve. It must still serve 80 %% of its peak or more, "
                        + "and refuse the others within 10 ms at the 99th percentile.",
        mixinStandardHelpOptions = true)
final class OverloadTrial implements Callable<Integer> {
    private static final int HANDLERS = 16;
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            converter = Counts.Positive.class,
            defaultValue = "20",
            description = "Length of each of the two phases; ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--queue",
            converter = Counts.NotNegative.class,
            defaultValue = "16",
            description = "Calls that may wait for a handler; ${DEFAULT-VALUE}.")
    private int queue;

    @Option(names = "--adaptive", description = "Let the server find its own limit.")
    private boolean adaptive;

    /** A service that takes some time. */
    @RpcService
    interface Work {
        CompletableFuture<Integer> work(int x);
    }

    /** The outcomes of the calls of one phase. */
    static final class Outcome {
        final LongAdder served = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAdder otherwise = new LongAdder();
        final LongAdder ended = new LongAdder();
        final Histogram refusalMicros = new ConcurrentHistogram(3);
        final Histogram servedMicros = new ConcurrentHistogram(3);
        double seconds;

        void note(long startNanos, Throwable thrown) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
            if (thrown == null) {
                served.increment();
                servedMicros.recordValue(micros);
            } else if (thrown instanceof RpcException e && e.code() == StatusCode.RESOURCE_EXHAUSTED) {
                refused.increment();
                refusalMicros.recordValue(micros);
            } else {
                otherwise.increment();
            }
            ended.increment();
        }

        double goodput() {
            return served.sum() / seconds;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Outcome[] phases = run(Duration.ofSeconds(seconds), queue, adaptive);
        Outcome peak = phases[0];
        Outcome over = phases[1];
        double share = over.goodput() / peak.goodput();
        long p99 = over.refusalMicros.getValueAtPercentile(99);
        out.printf(Locale.ROOT, "at capacity: %.0f calls/s served%n", peak.goodput());
        out.printf(
                Locale.ROOT,
                "three times that:  %.0f calls/s served (%.2f of the peak), p99 %d us; %d refused, p99 %d us; %d failed%n",
                over.goodput(),
                share,
                over.servedMicros.getValueAtPercentile(99),
                over.refused.sum(),
                p99,
                over.otherwise.sum());
        out.flush();
        return share >= 0.8 && p99 <= 10_000 && over.otherwise.sum() == 0 ? 0 : 1;
    }

    /** Runs the two phases: as many calls as the server can serve, and three times as many. */
    static Outcome[] run(Duration each, int queue, boolean adaptive) {
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .handlers(HANDLERS)
                        .queue(queue)
                        .adaptiveLimit(adaptive)
                        .service(Work.class, OverloadTrial::work)
                        .start();
                RpcClient client = RpcClient.to(server.address())) {
            Work work = client.stub(Work.class);
            double capacity = HANDLERS / (WORK_NANOS / (double) TimeUnit.SECONDS.toNanos(1));
            offer(work, capacity * 0.9, each.dividedBy(4));
            return new Outcome[] {offer(work, capacity * 0.95, each), offer(work, capacity * 3, each)};
        }
    }

    private static CompletableFuture<Integer> work(int x) {
        long end = System.nanoTime() + WORK_NANOS;
        for (long left = WORK_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return CompletableFuture.completedFuture(x);
    }

    /** Makes so many calls a second, whatever their outcome. */
    private static Outcome offer(Work work, double callsPerSecond, Duration time) {
        Outcome outcome = new Outcome();
        long start = System.nanoTime();
        long made = 0;
        for (long now = start; now - start < time.toNanos(); now = System.nanoTime()) {
            long due = (long) ((now - start) / (double) TimeUnit.SECONDS.toNanos(1) * callsPerSecond);
            for (; made < due; made++) {
                long began = System.nanoTime();
                work.work((int) made).whenComplete((x, thrown) -> outcome.note(began, thrown));
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
        }
        outcome.seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        while (outcome.ended.sum() < made) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return outcome;
    }
}
