package dev.tenstep.rpc.examples;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.examples.chat.Chat;
import dev.tenstep.rpc.examples.chat.Room;
import dev.tenstep.rpc.examples.doorman.ByCertificate;
import dev.tenstep.rpc.examples.doorman.Doorman;
import dev.tenstep.rpc.examples.hello.HelloWorld;
import dev.tenstep.rpc.examples.hello.HelloWorldService;
import dev.tenstep.rpc.examples.login.Accounts;
import dev.tenstep.rpc.examples.login.LoginService;
import dev.tenstep.rpc.examples.panda.Panda;
import dev.tenstep.rpc.examples.ticker.Prices;
import dev.tenstep.rpc.examples.ticker.Ticker;
import dev.tenstep.rpc.examples.upload.HashedUploads;
import dev.tenstep.rpc.examples.upload.Uploads;
import dev.tenstep.rpc.examples.users.Users;
import dev.tenstep.rpc.examples.users.UsersInMemory;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.services.health.Health;
import dev.tenstep.rpc.services.health.HealthService;
import dev.tenstep.rpc.services.reflection.ReflectionService;
import dev.tenstep.rpc.services.reflection.ServerReflection;
import dev.tenstep.rpc.services.reflection.ServerReflectionAlpha;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves all examples until the process is stopped. */
@Command(
        name = "server",
        description =
                "Serves the examples on loopback until it is stopped (Ctrl-C, SIGTERM); then it answers the calls "
                        + "that it has accepted and exits. Clients may use any of the serializers, whatever --serializer says.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar rpc-examples.jar server",
            "  java -jar rpc-examples.jar server --port 0                  any free port; the first line names it",
            "  java -jar rpc-examples.jar server --config my-rpc.properties",
            "  java -jar rpc-examples.jar server --config DIRECTORY/mutual.properties   mutual TLS, by certificates.sh"
        })
final class ServerCommand implements Callable<Integer> {
    /** The beginning of the line that a server prints when it is ready. */
    static final String READY = "listening on ";

    /** The line that a server prints when it was told to stop and has answered its accepted calls. */
    static final String DRAINED = "all calls are answered";

    private static final int MAX_PORT = 65_535;
    private static final Duration TICK = Duration.ofMillis(20);
    private static final long LARGEST_UPLOAD = 1L << 30;

    /** The services that reflection shows and health knows. */
    private static final Class<?>[] SHOWN = {
        HelloWorldService.class,
        Panda.class,
        Users.class,
        Ticker.class,
        Uploads.class,
        Chat.class,
        Doorman.class,
        LoginService.class,
        Health.class
    };

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "0 for any free one, or up to 65535; ${DEFAULT-VALUE} if not given.")
    private int port;

    @Mixin
    private Choices choices;

    @Override
    public Integer call() throws InterruptedException {
        RpcServer server = start();
        PrintWriter out = spec.commandLine().getOut();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server, out), "drain"));
        out.println(READY + server.address());
        out.flush();
        server.awaitTermination();
        return 0;
    }

    private RpcServer start() {
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(spec.commandLine(), "--port: " + port + " (expected: 0.." + MAX_PORT + ")");
        }
        return choices.make(serializer -> {
            ReflectionService reflection = ReflectionService.of(SHOWN);
            HealthService health = HealthService.of(SHOWN);
            RpcServer.Builder builder = RpcServer.builder()
                    .listen("127.0.0.1:" + port)
                    .service(HelloWorldService.class, new HelloWorld())
                    .service(Panda.class, number -> number + 1)
                    .service(Users.class, new UsersInMemory())
                    .service(Ticker.class, new Prices(TICK))
                    .service(Uploads.class, new HashedUploads(LARGEST_UPLOAD))
                    .service(Chat.class, new Room())
                    .service(Doorman.class, new ByCertificate())
                    .service(LoginService.class, Accounts.ofExample())
                    .page("/", demoPage())
                    .page("/panda", Page.text("panda"))
                    .service(Health.class, health)
                    .beforeDrain(health::shutDown)
                    .service(ServerReflection.class, reflection)
                    .service(ServerReflectionAlpha.class, reflection);
            if (serializer != null) {
                builder.serializer(serializer);
            }
            return builder.start();
        });
    }

    private static Page demoPage() {
        try (InputStream html = ServerCommand.class.getResourceAsStream("/demo.html")) {
            Page.Content content = new Page.Content(
                    200, "text/html; charset=utf-8", requireNonNull(html).readAllBytes());
            return query -> content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(RpcServer server, PrintWriter out) {
        server.close();
        int unanswered = server.unanswered();
        out.println(unanswered == 0 ? DRAINED : unanswered + " calls took longer than the drain and were not answered");
        out.flush();
    }
}
