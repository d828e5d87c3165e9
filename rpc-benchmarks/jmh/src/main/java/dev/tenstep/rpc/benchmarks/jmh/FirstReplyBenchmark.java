package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.tenstep.TenstepContender;
import dev.tenstep.rpc.benchmarks.users.Samples;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first call in a new JVM, from making a server, a client and its stub to the reply: most of it is loading classes, and
 * planning types twice.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 15,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-Dslf4j.internal.verbosity=ERROR"})
public class FirstReplyBenchmark {
    private static final String ADDRESS = "inproc:first";

    @Param({"json", "kryo", "protobuf"})
    String serializer = "";

    private @Nullable RpcServer server;
    private @Nullable RpcClient client;

    /** Makes one, as JMH does. */
    public FirstReplyBenchmark() {}

    /** Makes the data, which is not measured. */
    @Setup
    public void makeSamples() {
        Samples.user(0);
    }

    @Benchmark
    public Object echo() throws Exception {
        TenstepContender tenstep = new TenstepContender();
        server = tenstep.serve(serializer, ADDRESS);
        client = tenstep.client(serializer, ADDRESS);
        return tenstep.ends(client).calls(Operation.ECHO).call(0);
    }

    @TearDown
    public void close() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
