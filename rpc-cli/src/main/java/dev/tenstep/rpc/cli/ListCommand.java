package dev.tenstep.rpc.cli;

import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.tenstep.rpc.cli.schema.Types;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists services, or the methods of some. */
@Command(
        name = "list",
        description = {
            "Lists the services of a server, or the methods of the services that are named.",
            "With --class-path or --proto, lists what is there, and takes no TARGET."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc list 127.0.0.1:50000",
            "  rpc list 127.0.0.1:50000 rpc_package.HelloWorldService",
            "  rpc list --class-path target/classes"
        })
final class ListCommand implements java.util.concurrent.Callable<Integer> {
    @Mixin
    private TypeSource source;

    @Override
    public Integer call() {
        return source.with((types, services, out) -> {
            if (services.isEmpty()) {
                types.services().stream().map(Terminal::plain).forEach(out::println);
            }
            services.forEach(each -> methods(types, each, out));
        });
    }

    private static void methods(Types types, String service, PrintWriter out) {
        List<MethodDescriptor> methods = types.service(service).getMethods();
        methods.stream()
                .map(each -> each.getService().getFullName() + "/" + each.getName())
                .sorted()
                .forEach(out::println);
    }
}
