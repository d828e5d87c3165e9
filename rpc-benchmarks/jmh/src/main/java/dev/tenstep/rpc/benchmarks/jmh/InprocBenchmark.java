package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.tenstep.TenstepContender;
import dev.tenstep.rpc.benchmarks.users.AsyncUsers;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.UserClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole call, all ten steps, without a network: the framework's cost around the two messages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-Dslf4j.internal.verbosity=ERROR"})
public class InprocBenchmark {
    /** The number of asynchronous calls that are under way before the first is awaited. */
    static final int OUTSTANDING = 32;

    private static final String ADDRESS = "inproc:benchmark";

    @Param({"json", "kryo", "protobuf"})
    String serializer = "";

    /** Direct: handlers and completions in the caller's thread. Default: in the pools of server and client. */
    @Param({"direct", "default"})
    String threads = "";

    @Param
    Operation operation = Operation.EXIST;

    private RpcServer server;
    private RpcClient client;
    private AsyncUsers async;
    private Calls<?> calls;

    /** The number of a thread's next blocking call. */
    @State(Scope.Thread)
    public static class Turn {
        int number;

        /** Makes one, as JMH does. */
        public Turn() {}
    }

    /** Makes one, as JMH does. */
    public InprocBenchmark() {}

    @Setup
    public void connect() {
        String variant = threads.equals("direct") ? serializer : serializer + "-" + threads;
        TenstepContender tenstep = new TenstepContender();
        server = tenstep.serve(variant, ADDRESS);
        client = tenstep.client(variant, ADDRESS);
        UserClient users = tenstep.ends(client);
        async = users.async();
        calls = users.calls(operation);
    }

    @TearDown
    public void close() {
        client.close();
        server.close();
    }

    @Benchmark
    public Object blocking(Turn turn) throws Exception {
        return calls.call(turn.number++);
    }

    @Benchmark
    @OperationsPerInvocation(OUTSTANDING)
    public Object[] async() {
        CompletableFuture<?>[] later = new CompletableFuture<?>[OUTSTANDING];
        for (int number = 0; number < OUTSTANDING; number++) {
            later[number] = call(number).toCompletableFuture();
        }
        Object[] replies = new Object[OUTSTANDING];
        for (int number = 0; number < OUTSTANDING; number++) {
            replies[number] = later[number].join();
        }
        return replies;
    }

    private CompletionStage<?> call(int number) {
        return switch (operation) {
            case EXIST -> async.exist(Samples.name(number));
            case ECHO -> async.echo(Samples.user(number));
            case PAGE -> async.page(Samples.pageNumber(number));
        };
    }
}
