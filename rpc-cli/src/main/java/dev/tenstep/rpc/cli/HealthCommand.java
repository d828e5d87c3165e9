package dev.tenstep.rpc.cli;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.cli.call.ConnectionOptions;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.services.health.Health;
import dev.tenstep.rpc.services.health.HealthCheckRequest;
import dev.tenstep.rpc.services.health.HealthCheckResponse;
import dev.tenstep.rpc.services.health.ServingStatus;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for the health of a server, or of one of its services. */
@Command(
        name = "health",
        description = "Asks for the health of a server, or of one of its services, by grpc.health.v1.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is SERVING, or was at last when --watch ended by --deadline.",
            "1:It is anything else.",
            "2:The command line or the configuration is wrong.",
            "65..80:The call failed with the status 1 (CANCELLED) to 16 (UNAUTHENTICATED); 69 if there is no such service."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc health 127.0.0.1:50000",
            "  rpc health 127.0.0.1:50000 --watch --deadline 1h",
            "  rpc health example.com:443 acme.Users --tls"
        })
final class HealthCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TARGET", description = "The server: host:port or unix:PATH.")
    private String target;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SERVICE",
            defaultValue = "",
            description = "The service; the server as a whole if not given.")
    private String service;

    @Option(names = "--watch", description = "Print the status whenever it changes, until Ctrl-C or --deadline.")
    private boolean watch;

    @Mixin
    private ConnectionOptions connection;

    /** The method as a program that only waits for the next status would have it. */
    @RpcService("grpc.health.v1.Health")
    interface Watched {
        Stream<HealthCheckResponse> watch(HealthCheckRequest request);
    }

    @Override
    public Integer call() {
        HealthCheckRequest request = new HealthCheckRequest(service);
        CallOptions options = connection.calls().get();
        try (RpcClient client = connection.connect(target)) {
            return watch
                    ? watch(client.stub(Watched.class, options), request)
                    : show(client.stub(Health.class, options).check(request).status());
        }
    }

    private int watch(Watched health, HealthCheckRequest request) {
        Integer last = null;
        try (Stream<HealthCheckResponse> statuses = health.watch(request)) {
            PrintWriter out = spec.commandLine().getOut();
            // Nobody reads on after "| head".
            for (Iterator<HealthCheckResponse> all = statuses.iterator(); !out.checkError() && all.hasNext(); ) {
                last = show(all.next().status());
            }
        } catch (RpcException e) {
            // The end that was asked for, unless nothing was seen until then.
            if (last == null || !connection.hasDeadline() || e.code() != StatusCode.DEADLINE_EXCEEDED) {
                throw e;
            }
        }
        return last == null ? 1 : last;
    }

    private int show(@Nullable ServingStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(status == null ? "UNKNOWN" : status.name());
        out.flush();
        return status == ServingStatus.SERVING ? 0 : 1;
    }
}
