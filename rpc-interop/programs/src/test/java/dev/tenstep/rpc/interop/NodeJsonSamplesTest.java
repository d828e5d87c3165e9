package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import dev.tenstep.rpc.serialization.protobuf.json.ProtobufJsonSerializer;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges the testkit's samples as proto3's JSON with protobuf-es, which has their derived descriptors. */
@Timeout(120)
final class NodeJsonSamplesTest {
    private static final ServiceContract CONTRACT = ServiceContract.of(SampleService.class);
    private static final FileDescriptor FILE =
            ProtoFiles.descriptors(List.of(CONTRACT)).get(0);
    private static final Serializer BINARY = new ProtobufSerializer();
    private static final Serializer JSON = new ProtobufJsonSerializer();
    /** The number of ways in which the program writes each message. */
    private static final int WAYS = 4;

    @TempDir
    private static Path folder;

    /** A request or a reply of a sample. */
    private record Message(
            Sample sample,
            MethodContract method,
            MessageShape shape,
            @Nullable Object value,
            @Nullable Object expected) {

        Codec codec(Serializer serializer) {
            return serializer.bind(method, shape);
        }

        byte[] written(Serializer serializer) throws IOException {
            MessageOutput out = new MessageOutput(64);
            codec(serializer).encode(value, out);
            return Arrays.copyOf(out.array(), out.position());
        }

        String json() throws IOException {
            return new String(written(JSON), StandardCharsets.UTF_8);
        }

        String type() {
            var described = FILE.findServiceByName("samples")
                    .findMethodByName(method.name().substring(0, 1).toUpperCase(Locale.ROOT)
                            + method.name().substring(1));
            return (shape.role() == Role.PARAMETERS ? described.getInputType() : described.getOutputType())
                    .getFullName();
        }

        String line() throws IOException {
            return type() + "\t" + Base64.getEncoder().encodeToString(written(BINARY)) + "\t" + json();
        }
    }

    @BeforeAll
    static void install() throws Exception {
        Node.require();
        Program.copy("interop/node-protobuf", folder);
        Node.install(folder);
    }

    private static List<Message> messages() {
        List<Message> all = new ArrayList<>();
        for (Sample sample : Sample.all()) {
            MethodContract method = Objects.requireNonNull(CONTRACT.method(sample.method()));
            all.add(new Message(
                    sample,
                    method,
                    shape(Role.PARAMETERS, method.parameters()),
                    new Object[] {sample.value()},
                    new Object[] {sample.expected()}));
            if (sample.value() != null) { // a null reply is a field that no schema has
                MessageShape reply = shape(Role.RESULT, method.result());
                all.add(new Message(sample, method, reply, sample.value(), sample.expected()));
            }
        }
        return all;
    }

    private static MessageShape shape(Role role, TypeModel type) {
        return new MessageShape(role, type);
    }

    private static byte[] descriptors() {
        FileDescriptorSet.Builder all = FileDescriptorSet.newBuilder();
        add(FILE, new ArrayList<>(), all);
        return all.build().toByteArray();
    }

    /** Adds a file behind those that it imports. */
    private static void add(FileDescriptor file, List<String> known, FileDescriptorSet.Builder all) {
        if (!known.contains(file.getFullName())) {
            known.add(file.getFullName());
            file.getDependencies().forEach(each -> add(each, known, all));
            all.addFile(file.toProto());
        }
    }

    @Test
    void textsAreReadAlikeByBothSides() throws Exception {
        List<Message> messages = messages();
        StringBuilder lines = new StringBuilder();
        for (Message each : messages) {
            lines.append(each.line()).append('\n');
        }
        Path descriptors = Files.write(folder.resolve("descriptors.binpb"), descriptors());
        Path given = folder.resolve("messages.txt");
        Path written = folder.resolve("texts.txt");
        Program.write(given, lines.toString());

        String[] arguments = {descriptors.toString(), given.toString(), written.toString()};
        assertThat(Program.run(Program.command(Node.program(folder.resolve("samples.js")), arguments)))
                .contains("all as expected: " + messages.size() + " messages");

        List<String> texts = Files.readAllLines(written);
        assertThat(texts).hasSize(WAYS * messages.size());
        for (int i = 0; i < texts.size(); i++) {
            Message message = messages.get(i / WAYS);
            if (!message.json().contains("-0.0")) { // which JavaScript writes as 0
                byte[] text = texts.get(i).getBytes(StandardCharsets.UTF_8);
                assertThat(message.codec(JSON).decode(new MessageInput(text)))
                        .as("%s: %s", message.sample(), texts.get(i))
                        .isEqualTo(message.expected());
            }
        }
    }
}
