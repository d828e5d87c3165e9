package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.examples.chat.ChatServer;
import dev.tenstep.rpc.examples.hello.HelloServer;
import dev.tenstep.rpc.examples.login.LoginServer;
import dev.tenstep.rpc.examples.panda.PandaServer;
import dev.tenstep.rpc.examples.ticker.TickerServer;
import dev.tenstep.rpc.examples.upload.UploadServer;
import dev.tenstep.rpc.examples.users.UsersServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
    /** The result of a command. */
    record Outcome(int exitCode, String out, String err) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "server ", "client ", "demo "})
    void helpShowsExamples(String command) {
        Outcome outcome = run(command + "--help");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("Usage:", "Examples:", "java -jar rpc-examples.jar");
    }

    @Test
    void helpCutsNoSentence() {
        String all = run("--help").out().replaceAll("\\s+", " ");
        Main.commandLine().getSubcommands().forEach((name, command) -> {
            CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            String description = String.join(" ", usage.description());
            assertThat(description).endsWith(".");
            assertThat(all).contains(name + " " + description);
            assertThat(run(name + " --help").out().lines()).contains(usage.footer());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve | Unmatched argument at index 0: 'serve'",
                "server --prot=1 | Unknown option: '--prot=1'",
                "server --port many | Invalid value for option '--port': 'many' is not an int",
                "server --port -1 | --port: -1 (expected: 0..65535)",
                "server --port 65536 | --port: 65536 (expected: 0..65535)",
                "server --serializer xml | rpc.serializer: xml (expected one of: gob, gob-json, json, kryo",
                "server --config /nowhere | --config: /nowhere (expected: a readable file)",
                "client --warm-up -1 | --warm-up: -1 (expected: 0 or more)",
                "client --protocol http/0.9 | rpc.protocol: http/0.9 (expected one of: connect, grpc, netrpc, tenstep",
                "client --serializer xml | rpc.serializer: xml (expected one of: gob, gob-json, json, kryo",
                "client --target nowhere | endpoint: nowhere (expected: host:port",
                "client --target http://x:1 | endpoint: http://x:1 (expected: host:port",
                "client --target 127.0.0.1:1, | target: '127.0.0.1:1,' (expected: an endpoint before and after each",
                "client --target 127.0.0.1:65536 | endpoint: 127.0.0.1:65536 (expected: host:port",
                "client bear | EXAMPLE: bear (expected one of: hello, panda, users, ticker, upload, chat, doorman, login)",
                "client --prices 5 | --prices: 5 (expected: the example ticker)",
                "client ticker --prices 0 | --prices: 0 (expected: 1 or more)",
                "client ticker --file pom.xml | --file: pom.xml (expected: the example upload)",
                "client upload --file /nowhere | --file: /nowhere (expected: a readable file)",
                "client upload --as ann | --as: ann (expected: the example chat)",
                "client chat --as= | --as:  (expected: a name of at most 40 characters)",
                "client chat --as aaaaaaaaaabbbbbbbbbbccccccccccddddddddddX | --as: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddX (exp",
                "client chat --as ann --trace | --trace (expected: an example without an option of its own)",
                "client ticker --prices 3 --warm-up 5 | --warm-up: 5 (expected: an example without an option of its own)",
                "client ticker --prices 2147483648 | Invalid value for option '--prices': '2147483648' is not an int",
                "client --serializer= | rpc.serializer:  (expected one of: gob, gob-json, json, kryo",
                "client --target= | target: '' (expected: host:port",
                "client --target 127.0.0.1:1,127.0.0.1:1 | target: '127.0.0.1:1,127.0.0.1:1' (expected: each endpoint once",
                "client --target inproc: | endpoint: inproc: (expected: inproc:NAME)",
                "client --config= | --config:  (expected: a readable file)",
                "server --port= | Invalid value for option '--port': '' is not an int",
                "server --port 1 --port 2 | option '--port' (PORT) should be specified only once",
                "server --port 99999999999 | Invalid value for option '--port': '99999999999' is not an int",
                "demo --serializer json | Unknown option"
            })
    void wrongArgumentsAreNamedAndExitWith2(String arguments, String error) {
        Outcome outcome = run(arguments);
        assertThat(outcome.err()).contains(error).doesNotContain("\tat ");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void noCommandAtAllIsWrongToo() {
        assertThat(run("").exitCode()).isEqualTo(2);
    }

    @Test
    void aTargetWhereNobodyListensIsAFailureWithAReason() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Outcome outcome = run("client panda --target 127.0.0.1:" + free);
        assertThat(outcome.err()).contains("rpc-examples client: ", "127.0.0.1:" + free, "Connection refused");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void aPortThatIsTakenIsAFailureWithAReason() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = run("server --port " + socket.getLocalPort());
            assertThat(outcome.err()).contains("rpc-examples server: ", "127.0.0.1:" + socket.getLocalPort());
            assertThat(outcome.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void theClientShowsWhatComesBack() {
        try (RpcServer server = HelloServer.start("127.0.0.1:0")) {
            Outcome outcome = run("client hello --target " + server.address());
            assertThat(outcome).isEqualTo(new Outcome(0, String.format("SayHello(shen) -> Hello, shen!%n"), ""));
        }
    }

    @Test
    void theClientSpeaksGrpcIfToldTo() {
        try (RpcServer server = LoginServer.start("127.0.0.1:0")) {
            String arguments = "client login --protocol grpc --serializer protobuf --target " + server.address();
            assertThat(run(arguments).out().lines())
                    .containsExactly(
                            "login(ann) -> ann: logged in",
                            "loginEach(ann, bob, cleo) -> ann: logged in / bob: refused / cleo: logged in");
        }
    }

    @Test
    void theClientShowsADeclaredExceptionAsItself() {
        try (RpcServer server = UsersServer.start("127.0.0.1:0")) {
            assertThat(run("client users --target " + server.address()).out())
                    .contains("users.find(4096) -> UserNotFoundException, id 4096: no user has the number 4096");
        }
    }

    @Test
    void aTraceHasTheTenSteps() {
        try (RpcServer server = PandaServer.start("127.0.0.1:0")) {
            Outcome outcome = run("client PANDA --trace --warm-up 10 --target " + server.address());
            assertThat(outcome.out()).contains("Getinfo(123) -> 124", "Panda.Getinfo took ", " on the network");
            assertThat(outcome.out())
                    .contains(
                            Arrays.stream(Step.values()).map(Step::description).toList());
        }
    }

    @Test
    void theClientTakesStreamsOfAllKinds() {
        try (RpcServer server = TickerServer.start("127.0.0.1:0")) {
            assertThat(run("client ticker --target " + server.address()).out())
                    .isEqualTo(String.format("ticker.watch(TEN, 3) -> 100.09 99.96 100.27%n"));
            assertThat(run("client ticker --prices 2 --target " + server.address())
                            .out())
                    .isEqualTo(String.format("1: 100.09%n2: 99.96%n"));
        }
        try (RpcServer server = UploadServer.start("127.0.0.1:0")) {
            assertThat(run("client upload --trace --target " + server.address()).out())
                    .contains("upload(made-up) -> Receipt[name=made-up, bytes=200000, sha256=", "Uploads.upload took ");
            assertThat(run("client upload --file pom.xml --target " + server.address())
                            .out())
                    .startsWith("Receipt[name=pom.xml, bytes=");
        }
        try (RpcServer server = ChatServer.start("127.0.0.1:0")) {
            assertThat(run("client chat --target " + server.address()).out())
                    .isEqualTo(String.format("chat(ann), chat(bob) -> room: bob is here / room: ann is here"
                            + " / bob: hello / ann: hello, bob / room: ann has left%n"));
            InputStream before = System.in;
            System.setIn(new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8)));
            try {
                assertThat(run("client chat --as ann --target " + server.address())
                                .out())
                        .isEqualTo(String.format("room: ann is here%nann: one%nann: two%n"));
            } finally {
                System.setIn(before);
            }
        }
    }

    static Outcome run(String arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(
                arguments.isBlank() ? new String[0] : arguments.trim().split(" "));
        return new Outcome(exitCode, out.toString(), err.toString());
    }
}
