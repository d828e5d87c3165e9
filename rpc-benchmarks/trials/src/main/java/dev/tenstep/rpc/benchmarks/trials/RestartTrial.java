package dev.tenstep.rpc.benchmarks.trials;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Restarts two servers in turn under load: no call is lost, and none is run twice. */
@Command(
        name = "restarts",
        description =
                "Restarts two servers in turn under a load of unary calls and streams, none of which may run twice. "
                        + "Each call must succeed, and be executed once.",
        mixinStandardHelpOptions = true)
final class RestartTrial implements Callable<Integer> {
    private static final int UNARY_THREADS = 4;
    private static final int STREAM_THREADS = 2;
    private static final int ELEMENTS = 50;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--restarts",
            converter = Counts.Positive.class,
            defaultValue = "50",
            description = "The number of restarts; ${DEFAULT-VALUE}.")
    private int restarts;

    /** Keeps a ledger. */
    @RpcService
    interface Ledger {
        long enter(long entry);

        Stream<Long> enterAll(long entry, int count);
    }

    /** The executions, of all servers together. */
    static final class Book implements Ledger {
        final Map<Long, AtomicInteger> executed = new ConcurrentHashMap<>();

        private void note(long entry) {
            executed.computeIfAbsent(entry, e -> new AtomicInteger()).incrementAndGet();
        }

        @Override
        public long enter(long entry) {
            note(entry);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(entry % 500));
            return -entry;
        }

        @Override
        public Stream<Long> enterAll(long entry, int count) {
            note(entry);
            return LongStream.range(0, count)
                    .peek(i -> LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200)))
                    .mapToObj(i -> entry + i);
        }
    }

    /** The result of the trial. */
    record Result(long calls, List<String> lost, long twice, long notRun) {
        boolean good() {
            return lost.isEmpty() && twice == 0 && notRun == 0;
        }
    }

    @Override
    public Integer call() throws Exception {
        Result result = run(restarts);
        PrintWriter out = spec.commandLine().getOut();
        out.println(restarts + " restarts, " + result.calls + " calls: " + result.lost.size() + " lost, " + result.twice
                + " run twice, " + result.notRun + " answered but not run");
        result.lost.stream().limit(10).forEach(out::println);
        out.flush();
        return result.good() ? 0 : 1;
    }

    /** Runs the trial with that many restarts. */
    static Result run(int restarts) throws Exception {
        Book book = new Book();
        RpcServer[] servers = {start("127.0.0.1:0", book), start("127.0.0.1:0", book)};
        AtomicLong entries = new AtomicLong();
        ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> succeeded = new ConcurrentLinkedQueue<>();
        Load load = new Load(entries, succeeded, lost);
        try (RpcClient client = RpcClient.to(servers[0].address() + "," + servers[1].address())) {
            Ledger ledger = client.stub(Ledger.class);
            List<Thread> threads = load.start(ledger);
            for (int i = 0; i < restarts; i++) {
                // Long enough for the client to find the restarted server before the other one stops.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
                String address = servers[i % 2].address();
                servers[i % 2].close();
                servers[i % 2] = start(address, book);
            }
            load.end = true;
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            servers[0].close();
            servers[1].close();
        }
        long twice =
                book.executed.values().stream().filter(times -> times.get() > 1).count();
        long notRun =
                succeeded.stream().filter(e -> !book.executed.containsKey(e)).count();
        return new Result(entries.get(), List.copyOf(lost), twice, notRun);
    }

    /** The callers. */
    private static final class Load {
        private final AtomicLong entries;
        private final ConcurrentLinkedQueue<Long> succeeded;
        private final ConcurrentLinkedQueue<String> lost;
        private volatile boolean end;

        Load(AtomicLong entries, ConcurrentLinkedQueue<Long> succeeded, ConcurrentLinkedQueue<String> lost) {
            this.entries = entries;
            this.succeeded = succeeded;
            this.lost = lost;
        }

        List<Thread> start(Ledger ledger) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < UNARY_THREADS + STREAM_THREADS; i++) {
                boolean streams = i >= UNARY_THREADS;
                Thread thread = new Thread(() -> run(ledger, streams), "load-" + i);
                thread.start();
                threads.add(thread);
            }
            return threads;
        }

        private void run(Ledger ledger, boolean streams) {
            while (!end) {
                long entry = entries.incrementAndGet();
                try {
                    boolean right = streams ? stream(ledger, entry) : ledger.enter(entry) == -entry;
                    if (right) {
                        succeeded.add(entry);
                    } else {
                        lost.add(entry + ": another one's reply");
                    }
                } catch (RuntimeException e) {
                    lost.add(entry + ": " + e);
                }
            }
        }

        private static boolean stream(Ledger ledger, long entry) {
            try (Stream<Long> all = ledger.enterAll(entry, ELEMENTS)) {
                return all.toList()
                        .equals(LongStream.range(entry, entry + ELEMENTS)
                                .boxed()
                                .toList());
            }
        }
    }

    private static RpcServer start(String address, Book book) {
        return RpcServer.builder()
                .listen(address)
                .drain(Duration.ofSeconds(30))
                .service(Ledger.class, book)
                .start();
    }
}
