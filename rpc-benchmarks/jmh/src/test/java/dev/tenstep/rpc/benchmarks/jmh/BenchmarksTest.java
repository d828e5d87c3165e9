package dev.tenstep.rpc.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.users.Samples;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;
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
    private static final List<String> OTHERS = List.of(
            "protobuf-json", "protobuf-by-hand", "protobuf-java", "jackson", "kryo-bare", "kryo-bare-unsafe", "fory");

    static Stream<Arguments> messages() {
        return Stream.concat(SERIALIZERS.stream(), OTHERS.stream())
                .flatMap(name -> Arrays.stream(Payload.values()).map(message -> Arguments.of(name, message)));
    }

    static Stream<Arguments> calls() {
        return Stream.of("direct", "default").flatMap(threads -> SERIALIZERS.stream()
                .flatMap(name -> Arrays.stream(Operation.values()).map(o -> Arguments.of(threads, name, o))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageIsReadAsItWasWritten(String serializer, Payload message) throws Exception {
        SerializerBenchmark benchmark = bound(serializer, message);
        for (int number = 0; number < SerializerBenchmark.SAMPLES; number++) {
            benchmark.number = number;
            assertThat(benchmark.format().payload(benchmark.decode())).isEqualTo(message.sample(number));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageIsWrittenInItsTurnAndWhole(String serializer, Payload message) throws Exception {
        SerializerBenchmark benchmark = bound(serializer, message);
        Format format = benchmark.format();
        for (int number = 0; number < SerializerBenchmark.SAMPLES; number++) {
            benchmark.number = number;
            benchmark.encode();
            assertThat(format.payload(format.read(format.written()))).isEqualTo(message.sample(number));
        }
    }

    private static SerializerBenchmark bound(String serializer, Payload message) throws IOException {
        SerializerBenchmark benchmark = new SerializerBenchmark();
        benchmark.serializer = serializer;
        benchmark.message = message;
        benchmark.bind();
        return benchmark;
    }

    @ParameterizedTest
    @EnumSource
    void allThatWriteOneFormWriteTheSame(Payload message) throws Exception {
        Format protobuf = Format.of("protobuf", message);
        Format json = Format.of("json", message);
        for (int number = 0; number < SerializerBenchmark.SAMPLES; number++) {
            Object sample = message.sample(number);
            for (String other : List.of("protobuf-by-hand", "protobuf-java")) {
                assertThat(written(Format.of(other, message), sample)).as(other).isEqualTo(written(protobuf, sample));
            }
            assertThat(tree(Format.of("jackson", message), sample).equals(tree(json, sample)))
                    .isTrue(); // an emoji is two escapes there
        }
    }

    private static JsonNode tree(Format format, Object payload) throws IOException {
        return new JsonMapper().readTree(written(format, payload));
    }

    private static byte[] written(Format format, Object payload) throws IOException {
        format.write(format.prepare(payload));
        return format.written();
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
                        "SerializerBenchmark.encode", 40L,
                        "SerializerBenchmark.decode", 40L,
                        "FirstReplyBenchmark.echo", 3L,
                        "InprocBenchmark.blocking", 18L,
                        "InprocBenchmark.async", 18L));
    }
}
