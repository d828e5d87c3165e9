package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import dev.tenstep.rpc.testkit.SampleTypes.NotFound;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The exchange of all samples with a program in some language, whose messages are generated from the exported {@code
 * .proto}. It compares every message that it gets with the JSON in a file, and we every value with the sample.
 */
@Timeout(120)
interface SamplesContract {
    /** Returns the command of the program; its mode and the file of samples follow. */
    List<String> program();

    @Test
    default void valuesThatOthersMakeFromJsonEqualTheSamples(@TempDir Path folder) throws Exception {
        List<Sample> samples = Sample.all();
        Path file = folder.resolve("samples.jsonl");
        SampleFile.write(file, samples);
        SampleHandler handler = new SampleHandler(samples);
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(SampleService.class, handler.service())
                .start()) {
            assertThat(Program.run(Program.command(program(), "call", file.toString(), server.address())))
                    .contains("all as expected: " + samples.size() + " samples");
        }
        assertThat(handler.seen())
                .containsExactlyElementsOf(
                        IntStream.range(0, samples.size()).boxed().toList());
    }

    @Test
    default void valuesThatOthersSendBackEqualTheSamples(@TempDir Path folder) throws Exception {
        List<Sample> samples = Sample.all();
        Path file = folder.resolve("samples.jsonl");
        SampleFile.write(file, samples);
        try (Program server = Program.start(Program.command(program(), "serve", file.toString()));
                RpcClient client = RpcClient.builder()
                        .to(server.awaitAddress())
                        .protocol("grpc")
                        .serializer("protobuf")
                        .build()) {
            for (int i = 0; i < samples.size(); i++) {
                CallOptions numbered = CallOptions.DEFAULT.with(Metadata.of("sample", String.valueOf(i)));
                Sample sample = samples.get(i);
                assertThat(echo(client.stub(SampleService.class, numbered), sample))
                        .as("sample %d, %s", i, sample)
                        .isEqualTo(sample.expected());
            }
            SampleService stub = client.stub(SampleService.class);
            assertThatExceptionOfType(NotFound.class)
                    .isThrownBy(stub::fails)
                    .withMessage("no user 7")
                    .satisfies(e -> assertThat(e.id()).isEqualTo(7))
                    .satisfies(e -> assertThat(e.tried()).containsExactly("a", "b"));
            stub.nothing();
        }
    }

    private static @Nullable Object echo(SampleService stub, Sample sample) throws Exception {
        try {
            return METHODS.apply(sample.method()).invoke(stub, sample.value());
        } catch (InvocationTargetException e) {
            throw new AssertionError(sample + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** The methods by their names. */
    Function<String, Method> METHODS = Arrays.stream(SampleService.class.getMethods())
            .collect(Collectors.toMap(Method::getName, method -> method))::get;
}
