package dev.tenstep.rpc.benchmarks.trials;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A reader that is a hundred times slower than the writer, both in one JVM with little memory: streams must hold the
 * writer back. The trial covers both kinds of stream, in each direction and in both at once.
 */
@Command(
        name = "backpressure",
        description =
                "Sends blocks over loopback to a reader a hundred times slower than the writer, both in one JVM of 128 MB of "
                        + "heap and 64 MB of direct memory: by publisher and by stream, from the server, from the client, and there and back.",
        mixinStandardHelpOptions = true)
final class BackpressureTrial implements Callable<Integer> {
    private static final int MEGABYTE = 1 << 20;
    private static final int PROBE_MEGABYTES = 128;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--megabytes",
            converter = Counts.Positive.class,
            defaultValue = "2048",
            description = "Data sent by each of the five; ${DEFAULT-VALUE}.")
    private int megabytes;

    @Option(
            names = "--block",
            converter = Counts.BlockBytes.class,
            defaultValue = "16384",
            description = "Bytes in a block; ${DEFAULT-VALUE}.")
    private int block;

    @Option(
            names = "--slower",
            converter = Counts.Positive.class,
            defaultValue = "100",
            description = "How many times slower; ${DEFAULT-VALUE}.")
    private int slower;

    @Option(names = "--protocol", defaultValue = "tenstep", description = "tenstep or grpc; ${DEFAULT-VALUE}.")
    private String protocol;

    @Option(names = "--only", defaultValue = "", description = "Part of the names of those to try; all.")
    private String only;

    @Option(names = "--here", hidden = true)
    private boolean here;

    /** One way to send blocks, which are consumed at a given rate; returns the number of bytes received. */
    interface Way {
        long run(Firehose firehose, int blocks, int size, long bytesPerSecond) throws Exception;
    }

    private record Named(String name, Way way) {}

    static long published(Firehose firehose, int blocks, int size, long rate) {
        SlowTaker taker = new SlowTaker(rate);
        firehose.publish(blocks, size).subscribe(taker);
        return taker.total().join();
    }

    static long listed(Firehose firehose, int blocks, int size, long rate) {
        SlowTaker taker = new SlowTaker(rate);
        try (Stream<byte[]> list = firehose.list(blocks, size)) {
            list.forEach(taker::take);
        }
        return taker.taken();
    }

    static long uploaded(Firehose firehose, int blocks, int size, long rate) {
        return firehose.takePublished(rate, new Blocks(blocks, size)).join();
    }

    static long uploadedBlocking(Firehose firehose, int blocks, int size, long rate) {
        return firehose.take(rate, Firehose.stream(blocks, size));
    }

    static long echoed(Firehose firehose, int blocks, int size, long rate) {
        SlowTaker taker = new SlowTaker(rate);
        firehose.echo(new Blocks(blocks, size)).subscribe(taker);
        return taker.total().join();
    }

    private static List<Named> ways() {
        return List.of(
                new Named("publisher, from the server", BackpressureTrial::published),
                new Named("stream, from the server", BackpressureTrial::listed),
                new Named("publisher, from the client", BackpressureTrial::uploaded),
                new Named("stream, from the client", BackpressureTrial::uploadedBlocking),
                new Named("publisher, there and back", BackpressureTrial::echoed));
    }

    @Override
    public Integer call() throws Exception {
        return here ? run() : startWithLittleMemory();
    }

    private int startWithLittleMemory() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-Dio.netty.maxDirectMemory=" + 64L * MEGABYTE,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Trials.class.getName(),
                        "backpressure",
                        "--here",
                        "--megabytes=" + megabytes,
                        "--block=" + block,
                        "--slower=" + slower,
                        "--protocol=" + protocol,
                        "--only=" + only)
                .inheritIO()
                .start();
        return process.waitFor();
    }

    private int run() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .service(Firehose.class, new Firehose.Handler())
                        .start();
                RpcClient client = RpcClient.builder()
                        .protocol(protocol)
                        .to(server.address())
                        .build();
                MemoryWatch memory = new MemoryWatch()) {
            Firehose firehose = client.stub(Firehose.class);
            for (Named each : ways()) {
                if (!each.name.contains(only)) {
                    continue;
                }
                int probe = PROBE_MEGABYTES * (MEGABYTE / block);
                each.way.run(firehose, probe, block, 0);
                double fast = seconds(each, firehose, probe, 0);
                long rate = (long) (PROBE_MEGABYTES * (double) MEGABYTE / fast / slower);
                int blocks = megabytes * (MEGABYTE / block);
                memory.reset();
                double slow = seconds(each, firehose, blocks, rate);
                out.printf(
                        Locale.ROOT,
                        "%-28s writer %6.0f MB/s, reader %5.1f MB/s, %d MB in %.0f s; heap %d MB, direct %d MB at most%n",
                        each.name,
                        PROBE_MEGABYTES / fast,
                        megabytes / slow,
                        megabytes,
                        slow,
                        memory.heapMegabytes(),
                        memory.directMegabytes());
                out.flush();
                good &= memory.directMegabytes() <= 64;
            }
        }
        return good ? 0 : 1;
    }

    private double seconds(Named each, Firehose firehose, int blocks, long rate) throws Exception {
        long start = System.nanoTime();
        long bytes = each.way.run(firehose, blocks, block, rate);
        if (bytes != (long) blocks * block) {
            throw new IllegalStateException(bytes + " bytes came (expected: " + (long) blocks * block + ")");
        }
        return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
