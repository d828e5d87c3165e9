package dev.tenstep.rpc.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the program as protoc sees it: standard input, output, error and the exit code. */
final class MainTest {
    private static final String EXPECTED = " (expected: a CodeGeneratorRequest from protoc, which runs this program)\n";

    /** The plugin's answer to some bytes. */
    private record Answer(int code, byte[] out, String err) {}

    private static Answer run(byte[] in, String... args) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Main.run(args, new ByteArrayInputStream(in), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Answer(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    private static String failure(byte[] in) throws IOException {
        Answer answer = run(in);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.code()).isEqualTo(1);
        return answer.err();
    }

    private static CodeGeneratorRequest.Builder request() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("a.proto")
                .setSyntax("proto3")
                .setPackage("acme")
                .addMessageType(DescriptorProto.newBuilder().setName("Nothing"))
                .build();
        return CodeGeneratorRequest.newBuilder().addProtoFile(file).addFileToGenerate("a.proto");
    }

    @Test
    void emptyInputIsRefused() throws IOException {
        assertThat(failure(new byte[0])).isEqualTo("rpc-protoc: nothing on standard input" + EXPECTED);
    }

    @Test
    void garbageIsRefused() throws IOException {
        assertThat(failure("What is this?".getBytes(StandardCharsets.UTF_8)))
                .startsWith("rpc-protoc: 13 bytes on standard input: ")
                .endsWith(EXPECTED);
    }

    @Test
    void aTruncatedRequestIsRefused() throws IOException {
        byte[] whole = request().build().toByteArray();
        assertThat(failure(Arrays.copyOf(whole, whole.length - 1)))
                .startsWith("rpc-protoc: " + (whole.length - 1) + " bytes on standard input: ")
                .endsWith(EXPECTED);
    }

    @Test
    void noCutOfARequestEndsInAStackTrace() throws IOException {
        byte[] whole = request().build().toByteArray();
        for (int length = 0; length < whole.length; length++) {
            assertThat(run(Arrays.copyOf(whole, length)).code()).isBetween(0, 1);
        }
    }

    @Test
    void aFileThatTheRequestLacksIsRefused() throws IOException {
        assertThat(failure(request().addFileToGenerate("b.proto").build().toByteArray()))
                .isEqualTo("rpc-protoc: asked for b.proto, which the request lacks (expected one of: a.proto)\n");
    }

    @Test
    void anImportThatTheRequestLacksIsRefused() throws IOException {
        CodeGeneratorRequest.Builder request = request();
        request.getProtoFileBuilder(0).addDependency("c.proto");
        assertThat(failure(request.build().toByteArray()))
                .isEqualTo("rpc-protoc: a.proto imports c.proto, which the request lacks (expected one of: )\n");
    }

    @Test
    void aTypeThatNoFileHasIsRefused() throws IOException {
        CodeGeneratorRequest.Builder request = request();
        request.getProtoFileBuilder(0)
                .getMessageTypeBuilder(0)
                .addField(FieldDescriptorProto.newBuilder()
                        .setName("x")
                        .setNumber(1)
                        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                        .setTypeName(".acme.Missing"));
        assertThat(failure(request.build().toByteArray()))
                .startsWith("rpc-protoc: a.proto: ")
                .contains("acme.Missing");
    }

    @Test
    void theResponseSaysWhatIsSupported() throws IOException {
        Answer answer = run(request().build().toByteArray());
        assertThat(answer.code()).isZero();
        assertThat(CodeGeneratorResponse.parseFrom(answer.out()))
                .isEqualTo(CodeGeneratorResponse.newBuilder()
                        .setSupportedFeatures(
                                Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE)
                        .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
                        .setMaximumEdition(Edition.EDITION_2026_VALUE)
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    style=reactive              | option style: 'reactive' (expected: blocking, async or both)
                    style                       | option style: '' (expected: blocking, async or both)
                    style=                      | option style: '' (expected: blocking, async or both)
                    style=Both                  | option style: 'Both' (expected: blocking, async or both)
                    stile=both                  | unknown option: stile (expected: style)
                    style=both,style=async      | option style: given twice (expected: once)
                    """)
    void anUnknownOptionIsSaidToTheUser(String parameter, String error) throws IOException {
        Answer answer = run(request().setParameter(parameter).build().toByteArray());
        assertThat(answer.code()).isZero();
        CodeGeneratorResponse response = CodeGeneratorResponse.parseFrom(answer.out());
        assertThat(response.getError()).isEqualTo(error);
        assertThat(response.getFileList()).isEmpty();
    }

    @Test
    void aPersonWhoRunsItIsTold() throws IOException {
        assertThat(run(new byte[0], "--help").code()).isZero();
        Answer answer = run(new byte[0], "a.proto");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).startsWith("Generates interfaces for Tenstep").contains("--tenstep_out=");
    }
}
