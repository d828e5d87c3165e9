package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.tenstep.TenstepUsers;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.ServiceLoader;
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
 * One message of each operation, the heavier one: the parameters of exist and echo, the result of page. Buffers are
 * reused, so that allocation is the codec's own. Samples alternate, so that no branch is always taken.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseG1GC"})
public class SerializerBenchmark {
    /** The number of samples: a power of two, and as many as there are pages. */
    static final int SAMPLES = 8;

    @Param({"json", "kryo", "protobuf"})
    String serializer = "";

    @Param
    Operation operation = Operation.EXIST;

    /** The number of the next sample. */
    int number;

    private final @Nullable Object[] values = new Object[SAMPLES];
    private final byte[][] messages = new byte[SAMPLES][];
    private final MessageOutput out = new MessageOutput(512);
    private final MessageInput in = new MessageInput();
    private Codec codec;

    /** Makes one, as JMH does. */
    public SerializerBenchmark() {}

    @Setup
    public void bind() throws IOException {
        codec = codec();
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = value(i);
            MessageOutput message = encode();
            messages[i] = Arrays.copyOf(message.array(), message.position());
        }
    }

    private Codec codec() {
        MethodContract method = ServiceContract.of(TenstepUsers.class).method(operation.label());
        Serializer found = ServiceLoader.load(Serializer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(serializer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown serializer: " + serializer));
        MethodBinding binding = MethodBinding.bind(0, Objects.requireNonNull(method), found);
        return operation == Operation.PAGE ? binding.result() : binding.parameters();
    }

    private Object value(int sample) {
        return switch (operation) {
            case EXIST -> new Object[] {Samples.name(sample)};
            case ECHO -> new Object[] {Samples.user(sample)};
            case PAGE -> Samples.page(Samples.pageNumber(sample));
        };
    }

    @Benchmark
    public MessageOutput encode() throws IOException {
        out.position(0);
        codec.encode(values[next()], out);
        return out;
    }

    @Benchmark
    public @Nullable Object decode() throws IOException {
        return read(messages[next()]);
    }

    @Nullable
    Object read(byte[] message) throws IOException {
        in.reset(message, 0, message.length);
        return codec.decode(in);
    }

    private int next() {
        return number++ & (SAMPLES - 1);
    }
}
