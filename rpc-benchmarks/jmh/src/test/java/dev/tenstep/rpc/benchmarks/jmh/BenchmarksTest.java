package dev.tenstep.rpc.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Checks that the measured calls give the right results, and that JMH finds all benchmarks. */
@Timeout(60)
final class BenchmarksTest {
    private static final List<String> SERIALIZERS = List.of("json", "kryo", "protobuf");

    static Stream<Arguments> messages() {
        return SERIALIZERS.stream()
                .flatMap(name -> Arrays.stream(Operation.values()).map(o -> Arguments.of(name, o)));
    }

    static Stream<Arguments> calls() {
        return Stream.of("direct", "default").flatMap(threads -> messages()
                .map(message -> Arguments.of(threads, message.get()[0], message.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageIsReadAsItWasWritten(String serializer, Operation operation) throws Exception {
        SerializerBenchmark benchmark = new SerializerBenchmark();
        benchmark.serializer = serializer;
        benchmark.operation = operation;
        benchmark.bind();
        for (int number = 0; number < SerializerBenchmark.SAMPLES; number++) {
            benchmark.number = number;
            assertThat(benchmark.decode()).isEqualTo(sample(operation, number));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageIsWrittenInItsTurnAndWhole(String serializer, Operation operation) throws Exception {
        SerializerBenchmark benchmark = new SerializerBenchmark();
        benchmark.serializer = serializer;
        benchmark.operation = operation;
        benchmark.bind();
        for (int number = 0; number < SerializerBenchmark.SAMPLES; number++) {
            benchmark.number = number;
            MessageOutput out = benchmark.encode();
            assertThat(benchmark.read(Arrays.copyOf(out.array(), out.position())))
                    .isEqualTo(sample(operation, number));
        }
    }

    private static Object sample(Operation operation, int number) {
        return switch (operation) {
            case EXIST -> new Object[] {Samples.name(number)};
            case ECHO -> new Object[] {Samples.user(number)};
            case PAGE -> Samples.page(number);
        };
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallIsAnsweredRight(String threads, String serializer, Operation operation) throws Exception {
        InprocBenchmark benchmark = new InprocBenchmark();
        benchmark.serializer = serializer;
        benchmark.threads = threads;
        benchmark.operation = operation;
        benchmark.connect();
        try {
            InprocBenchmark.Turn turn = new InprocBenchmark.Turn();
            List<Object> answers = IntStream.range(0, InprocBenchmark.OUTSTANDING)
                    .mapToObj(number -> answer(operation, number))
                    .toList();
            for (Object answer : answers) {
                assertThat(benchmark.blocking(turn)).isEqualTo(answer);
            }
            assertThat(benchmark.async()).containsExactlyElementsOf(answers);
        } finally {
            benchmark.close();
        }
    }

    private static Object answer(Operation operation, int number) {
        return switch (operation) {
            case EXIST -> Samples.exists(Samples.name(number));
            case ECHO -> Samples.user(number);
            case PAGE -> Samples.page(Samples.pageNumber(number));
        };
    }

    @Test
    void jmhRunsEveryBenchmarkWithEveryParameter() throws Exception {
        Options once = new OptionsBuilder()
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(once).run();

        assertThat(results.stream()
                        .map(result -> result.getParams().getBenchmark())
                        .map(name -> name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1))
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting())))
                .isEqualTo(Map.of(
                        "SerializerBenchmark.encode", 9L,
                        "SerializerBenchmark.decode", 9L,
                        "InprocBenchmark.blocking", 18L,
                        "InprocBenchmark.async", 18L));
    }
}
