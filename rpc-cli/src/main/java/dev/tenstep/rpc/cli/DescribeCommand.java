package dev.tenstep.rpc.cli;

import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.tenstep.rpc.cli.call.ExampleMessage;
import dev.tenstep.rpc.cli.call.JsonMessages;
import dev.tenstep.rpc.cli.schema.Types;
import dev.tenstep.rpc.serialization.protobuf.ProtoText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows services, methods, messages and enums as a .proto file has them. */
@Command(
        name = "describe",
        description = {
            "Shows services, methods, messages and enums as a .proto file has them; all services if none is named.",
            "A method is shown with its messages and an example of a call.",
            "With --class-path or --proto, shows what is there, and takes no TARGET."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc describe 127.0.0.1:50000",
            "  rpc describe 127.0.0.1:50000 rpc_package.HelloWorldService/SayHello",
            "  rpc describe --proto hello.proto rpc_package.HelloRequest"
        })
final class DescribeCommand implements Callable<Integer> {
    @Mixin
    private TypeSource source;

    @Override
    public Integer call() {
        return source.with((types, names, out) -> {
            String between = "";
            for (String name : names.isEmpty() ? types.services() : names) {
                out.print(between);
                out.print(describe(types, name));
                between = System.lineSeparator();
            }
        });
    }

    private static String describe(Types types, String name) {
        if (name.indexOf('/') <= 0) {
            return text(types.find(name));
        }
        MethodDescriptor method = types.method(name);
        JsonMessages json = new JsonMessages(method.getFile(), true);
        String example = json.write(ExampleMessage.of(method.getInputType()), true);
        return text(method)
                + String.format("%n// %s/%s -d '%s'%n", method.getService().getFullName(), method.getName(), example);
    }

    private static String text(GenericDescriptor symbol) {
        return ProtoText.of(symbol).replace("\n", System.lineSeparator());
    }
}
