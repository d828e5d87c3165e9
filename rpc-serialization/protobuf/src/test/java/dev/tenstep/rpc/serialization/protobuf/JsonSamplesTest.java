package dev.tenstep.rpc.serialization.protobuf;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.protobuf.json.ProtobufJsonSerializer;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All samples of the contract suite in JSON, against protobuf's own JSON with the descriptors that are derived. */
final class JsonSamplesTest {
    private static final ProtobufJsonSerializer JSON = new ProtobufJsonSerializer();

    @TestFactory
    Stream<DynamicTest> protobufsOwnParserReadsWhatIsWritten() {
        return eachMethod((form, sample, value, expected) -> {
            String text = form.write(value);
            if (text.contains("-0.0")) {
                return; // which protobuf's parser reads as 0.0
            }
            DynamicMessage.Builder read = DynamicMessage.newBuilder(form.binary.descriptor());
            JsonFormat.parser().merge(text, read);
            assertThat(form.binary.decode(read.build().toByteArray()))
                    .as("%s", sample)
                    .isEqualTo(expected);
        });
    }

    @TestFactory
    Stream<DynamicTest> whatProtobufsOwnPrinterWritesIsRead() {
        JsonFormat.Printer byJsonName = JsonFormat.printer();
        List<JsonFormat.Printer> printers = List.of(
                byJsonName,
                byJsonName.omittingInsignificantWhitespace(),
                byJsonName.preservingProtoFieldNames(),
                byJsonName.printingEnumsAsInts(),
                byJsonName.alwaysPrintFieldsWithNoPresence());
        return eachMethod((form, sample, value, expected) -> {
            for (JsonFormat.Printer printer : printers) {
                String text = printer.print(form.binary.theirs(value));
                assertThat(form.read(text)).as("%s: %s", sample, text).isEqualTo(expected);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> textIsThatOfProtobufsOwnPrinter() {
        JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();
        return eachMethod((form, sample, value, expected) -> {
            String theirs = printer.print(form.binary.theirs(value));
            // Theirs is for pages of HTML as well.
            assertThat(form.write(value)).isEqualTo(ofGson(theirs));
        });
    }

    private static String ofGson(String text) {
        String plain = text.replace("1.17549435E-38", "1.1754944E-38"); // a digit more than it takes, by JDK 17
        for (char c : new char[] {'<', '>', '&', '=', '\'', '\u2028', '\u2029'}) {
            plain = plain.replace(String.format("\\u%04x", (int) c), String.valueOf(c));
        }
        return plain;
    }

    private interface Check {
        void check(Form form, Sample sample, @Nullable Object value, @Nullable Object expected) throws IOException;
    }

    /** A message in both forms. */
    private record Form(Derived binary, Codec json) {

        String write(@Nullable Object value) throws IOException {
            MessageOutput out = new MessageOutput(4);
            json.encode(value, out);
            return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
        }

        @Nullable
        Object read(String text) throws IOException {
            return json.decode(new MessageInput(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Stream<DynamicTest> eachMethod(Check check) {
        return Sample.all().stream().collect(groupingBy(Sample::method)).entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> {
                    String name = each.getKey();
                    MethodContract method = Derived.method(SampleService.class, name);
                    Form parameters = new Form(
                            Derived.parameters(SampleService.class, name),
                            JSON.bind(method, new MessageShape(Role.PARAMETERS, method.parameters())));
                    Form result = new Form(
                            Derived.result(SampleService.class, name),
                            JSON.bind(method, new MessageShape(Role.RESULT, method.result())));
                    for (Sample sample : each.getValue()) {
                        check.check(
                                parameters, sample, new Object[] {sample.value()}, new Object[] {sample.expected()});
                        if (sample.value() != null) { // a null result is a field that no schema has
                            check.check(result, sample, sample.value(), sample.expected());
                        }
                    }
                }));
    }
}
