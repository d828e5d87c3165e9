package dev.tenstep.rpc.benchmarks.jmh;

import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writing and reading one message, with the framework's serializers, with code written by hand for the same bytes, and
 * with other libraries alone. Buffers are reused where the library can, so that allocation is its own. Samples alternate,
 * so that no branch is always taken.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseG1GC",
            // Fory asks for it on JDK 25 and later, and does without it more slowly.
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED"
        })
public class SerializerBenchmark {
    /** The number of samples: a power of two, and as many as there are pages and orders. */
    static final int SAMPLES = 8;

    /** The name of a {@link Format}. */
    @Param({
        "json",
        "kryo",
        "protobuf",
        "protobuf-json",
        "protobuf-by-hand",
        "protobuf-java",
        "jackson",
        "kryo-bare",
        "kryo-bare-unsafe",
        "fory"
    })
    String serializer = "";

    @Param
    Payload message = Payload.EXIST;

    /** The number of the next sample. */
    int number;

    private final Object[] values = new Object[SAMPLES];
    private final byte[][] messages = new byte[SAMPLES][];
    private Format format;

    /** Makes one, as JMH does. */
    public SerializerBenchmark() {}

    @Setup
    public void bind() throws IOException {
        format = Format.of(serializer, message);
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = format.prepare(message.sample(i));
            format.write(values[i]);
            messages[i] = format.written();
        }
    }

    @Benchmark
    public Object encode() throws IOException {
        return format.write(values[next()]);
    }

    @Benchmark
    public @Nullable Object decode() throws IOException {
        return format.read(messages[next()]);
    }

    /** Returns the format, for tests. */
    Format format() {
        return format;
    }

    private int next() {
        return number++ & (SAMPLES - 1);
    }
}
