package dev.tenstep.rpc.interop;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The testkit's samples as a file for others: a line for each, with the method's name on the wire, and with the request
 * and the reply in proto3's JSON, as protobuf's own printer prints what its own parser reads.
 *
 * <pre>
 * {"method": "Ints", "request": {"value": 1}, "reply": {"result": 1}}
 * {"method": "User", "request": {}, "reply": null}
 * </pre>
 */
final class SampleFile {
    private static final ServiceContract CONTRACT = ServiceContract.of(SampleService.class);
    private static final ProtobufSerializer SERIALIZER = new ProtobufSerializer();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private final ServiceDescriptor service;

    private SampleFile() {
        List<FileDescriptor> files = ProtoFiles.descriptors(List.of(CONTRACT));
        this.service = files.get(0).findServiceByName("samples");
    }

    /** Writes the samples, in their order. */
    static void write(Path file, List<Sample> samples) throws IOException {
        SampleFile lines = new SampleFile();
        StringBuilder all = new StringBuilder();
        for (Sample sample : samples) {
            all.append(lines.line(sample)).append('\n');
        }
        Program.write(file, all.toString());
    }

    private String line(Sample sample) throws IOException {
        MethodContract method = Objects.requireNonNull(CONTRACT.method(sample.method()));
        String name = sample.method().substring(0, 1).toUpperCase(Locale.ROOT)
                + sample.method().substring(1);
        MethodDescriptor described = service.findMethodByName(name);
        String request = json(
                method, Role.PARAMETERS, method.parameters(), new Object[] {sample.value()}, described.getInputType());
        String reply = isMessage(described) && sample.value() == null
                ? "null"
                : json(method, Role.RESULT, method.result(), sample.value(), described.getOutputType());
        return "{\"method\": \"%s\", \"request\": %s, \"reply\": %s}".formatted(name, request, reply);
    }

    /** Returns whether the result of a method is the reply itself. */
    private static boolean isMessage(MethodDescriptor method) {
        return !method.getOutputType().getName().equals("samples" + method.getName() + "Response");
    }

    private static String json(
            MethodContract method, Role role, TypeModel type, @Nullable Object value, Descriptor descriptor)
            throws IOException {
        MessageOutput out = new MessageOutput(64);
        SERIALIZER.bind(method, new MessageShape(role, type)).encode(value, out);
        byte[] message = Arrays.copyOf(out.array(), out.position());
        return PRINTER.print(DynamicMessage.parseFrom(descriptor, message));
    }
}
