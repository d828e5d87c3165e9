package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.cli.Orders.Shop;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import dev.tenstep.rpc.services.reflection.ReflectionService;
import dev.tenstep.rpc.services.reflection.ServerReflection;
import dev.tenstep.rpc.services.reflection.ServerReflectionAlpha;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallCommandTest {
    private static final String ORDER = "{\"id\":\"7\",\"name\":\"seven\",\"state\":\"STATE_PAID\",\"items\":"
            + "[{\"name\":\"a\",\"part\":{\"name\":\"b\"}}],\"stock\":{\"x\":1},\"placed\":\"2026-01-02T03:04:05Z\"}";

    private static RpcServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        ReflectionService reflection = ReflectionService.of(Orders.class);
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Orders.class, new Shop())
                .service(ServerReflection.class, reflection)
                .service(ServerReflectionAlpha.class, reflection)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Outcome call(String method, String... options) {
        String[] all = new String[3 + options.length];
        all[0] = "call";
        all[1] = server.address();
        all[2] = method;
        System.arraycopy(options, 0, all, 3, options.length);
        return Outcome.of(all);
    }

    private static void succeeds(Outcome outcome, String... lines) {
        assertThat(outcome).isEqualTo(new Outcome(0, String.join("\n", lines) + "\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.Orders/Put", "shop.Orders/put", "shop.Orders.Put", "/shop.Orders/Put"})
    void aMessageGoesAndComesBack(String method) {
        succeeds(call(method, "-d", ORDER, "--compact"), ORDER);
    }

    @Test
    void aSingleReplyIsOnSeveralLines() {
        succeeds(call("shop.Orders/Put", "-d", "{\"id\":7}"), "{", "  \"id\": \"7\"", "}");
    }

    @Test
    void withoutDataAnEmptyMessageIsSent() {
        succeeds(call("shop.Orders/Put"), "{}");
    }

    @Test
    void defaultsAreShownOnDemand() {
        succeeds(
                call("shop.Orders/Put", "--compact", "--defaults"),
                "{\"id\":\"0\",\"state\":\"STATE_UNSPECIFIED\",\"items\":[],\"stock\":{}}");
    }

    @Test
    void aNullReplyIsNull() {
        succeeds(call("shop.Orders/Find"), "null");
    }

    @Test
    void repliesOfAStreamAreALineEach() {
        succeeds(
                call("shop.Orders/Count", "-d", "{\"to\":3}"),
                "{\"result\":\"0\"}",
                "{\"result\":\"1\"}",
                "{\"result\":\"2\"}");
    }

    @Test
    void requestsOfAStreamAreOneAfterTheOther() throws Exception {
        Path file = folder.resolve("numbers.json");
        Files.writeString(file, "{\"result\": 1}\n{\"result\":\n 2}{\"result\": 39}\n\n");
        succeeds(call("shop.Orders/Sum", "--compact", "-d", "@" + file), "{\"result\":\"42\"}");
        succeeds(call("shop.Orders/Sum", "--compact"), "{\"result\":\"0\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "@-"})
    void requestsComeFromStandardInput(String data) {
        InputStream before = System.in;
        try {
            String text =
                    "{\"head\":{\"prefix\":\"<\"}} {\"item\":{\"result\":\"a\"}} {\"item\":{\"result\":\"\u00e4\"}}";
            System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            succeeds(call("shop.Orders/Echo", "-d", data), "{\"result\":\"<a\"}", "{\"result\":\"<\u00e4\"}");
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "shop.Orders/Put | {\"ix\":1}    | message 1 is not a shop.Order in JSON: Cannot find field: ix",
                "shop.Orders/Put | {\"id\":\"x\"} | message 1 is not a shop.Order in JSON: ",
                "shop.Orders/Put | {\"id\":1     | message 1 is not a shop.Order in JSON: ",
                "shop.Orders/Put | {}}           | message 2 is not a shop.Order in JSON: line 1, column 3: '}' (expected: a value: ",
                "shop.Orders/Sum | {\"result\":1},{} | message 2 is not a shop.OrdersSumRequest in JSON: line 1, column 13: ','",
                "shop.Orders/Sum | {\"result\":1}# | message 2 is not a shop.OrdersSumRequest in JSON: line 1, column 13: '#'",
                "shop.Orders/Sum | {\"result\":1}01 | message 2 is not a shop.OrdersSumRequest in JSON: line 1, column 14: '1'",
                "shop.Orders/Put | 1             | message 1 is not a shop.Order in JSON: ",
                "shop.Orders/Put | {} {}         | --data: several messages (expected: one",
                "shop.Orders/Put | ^^            | --data: no message (expected: one)",
                "shop.Orders/Put | @nowhere.json | --data: @nowhere.json (expected: a readable file)",
                "shop.Orders/Sum | {\"result\":1} [ | message 2 is not a shop.OrdersSumRequest in JSON: ",
                "shop.Orders/Set | {}            | 'Set' is unknown (expected: a method of shop.Orders; known: Count, Echo, ",
                "shop.Order/Put  | {}            | 'shop.Order' is unknown (expected: a service; known: grpc.reflection",
                "shop.Buys/Put   | {}            | 'shop.Buys' is unknown (expected: a symbol of this server; known: grpc",
                "Put             | {}            | 'Put' is unknown (expected: SERVICE/METHOD; known: grpc.reflection",
            })
    void wrongRequestsAreNotSent(String method, String data, String error) {
        Outcome outcome = call(method, "-d", data);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("rpc call: " + error);
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{id:1}        | line 1, column 2: 'i' (expected: a name in double quotes, or '}')",
                "{'id':1}      | line 1, column 2: ''' (expected: a name in double quotes, or '}')",
                "{\"id\":1,}    | line 1, column 9: '}' (expected: a name in double quotes)",
                "{\"id\":01}    | line 1, column 8: '1' (expected: the end of the number)",
                "{\"id\"=1}     | line 1, column 6: '=' (expected: ':' after the name)",
                "{\"id\":1;}    | line 1, column 8: ';' (expected: ',' or '}')",
                "{\"id\":True}  | line 1, column 7: 'T' (expected: a value: ",
                "{\"id\":tru}   | line 1, column 10: '}' (expected: the word true)",
                "{\"id\":1 /**/} | line 1, column 9: '/' (expected: ',' or '}')",
                "{\"id\":-}     | line 1, column 8: '}' (expected: a digit)",
                "{\"name\":\"\\x\"} | line 1, column 11: 'x' (expected: one of \" ",
                "{\"name\":\"\t\"} | line 1, column 10: the character U+0009 (expected: ",
                "{\"id\":1,\"id\":2} | line 1, column 9: the name \"id\" once more (expected: each name once)",
                "{\"items\":[{} {}]} | line 1, column 14: '{' (expected: ',' or ']')"
            })
    void jsonIsReadStrictly(String data, String error) {
        Outcome outcome = call("shop.Orders/Put", "-d", data);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("rpc call: message 1 is not a shop.Order in JSON: " + error);
    }

    @Test
    void aFileThatIsNotUtf8IsNotSent() throws Exception {
        Path file = Files.write(
                folder.resolve("latin1.json"), "{\"name\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1));
        Outcome outcome = call("shop.Orders/Put", "-d", "@" + file);
        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "rpc call: message 1 is not a shop.Order in JSON: bytes that are not UTF-8 (expected: UTF-8)\n"));
    }

    @Test
    void aTextThatNestsTooDeeplyIsRefused() {
        Outcome outcome = call("shop.Orders/Put", "-d", "{\"part\":".repeat(1000));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo("rpc call: message 1 is not a shop.Order in JSON: line 1, column 2049: nests too deeply"
                        + " (expected: 255 levels at most)\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--deadline 3x    | --deadline: 3x (expected: a duration such as 250ms, 2s, 1m or 1h",
                "-H nothing       | --header: 'nothing' (expected: NAME: VALUE)",
                "-H :path:1       | --header: the name ':path' is reserved (expected: none of HTTP's own, and none that begins",
                "-H TE:trailers   | --header: the name 'te' is reserved",
                "-H Host:a        | --header: the name 'host' is reserved",
                "-H content-type:a | --header: the name 'content-type' is reserved",
                "-H grpc-timeout:1S | --header: the name 'grpc-timeout' is reserved",
                "-H tenstep-times:1 | --header: the name 'tenstep-times' is reserved",
                "-I src            | --import-path without --proto (expected: both; ",
                "-H a-bin:***     | --header: the value of a-bin is '***' (expected: Base64)",
                "--protocol smoke | --protocol: smoke",
                "--config rpc.x=1 | rpc.x in --config (nearest: ",
                "--ca nope.pem    | --ca: nope.pem does not exist",
                "--cert pom.xml --key pom.xml | --cert: pom.xml holds nothing that is PEM",
                "--config rpc.tls=on --config rpc.tls.ca=nope.pem | rpc.tls.ca: nope.pem does not exist",
                "--proto=          | --proto: '' (expected: a .proto file, a folder of them, or a descriptor set)",
                "--class-path=     | the class path '' has no entries (expected: folders of classes and jars)",
                "--cert a.pem     | TLS: certificate a.pem, key null (expected: both, or neither)",
                "--proto a --class-path b | --class-path with --proto (expected: one of them)",
            })
    void wrongOptionsAreErrorsOfTheCommandLine(String options, String error) {
        Outcome outcome = call("shop.Orders/Put", options.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("rpc call: ").contains(error);
    }

    @Test
    void metadataIsOneLine() {
        Outcome outcome = call("shop.Orders/Put", "-H", "a: b\nc: d");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("rpc call: --header: the value of a has control characters, such as the end of a line"
                        + " (expected: one line of text, or a name in -bin and Base64)\n");
    }

    @Test
    void aFailureHasItsStatusAsExitCode() {
        Outcome outcome = call("shop.Orders/Fail", "-d", "{\"why\":\"no reason\"}", "-v");
        assertThat(outcome.exitCode()).isEqualTo(64 + 9);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("< hint: later\n", "rpc call: FAILED_PRECONDITION: no reason\n");
    }

    @Test
    void aDeclaredExceptionIsShownWithItsFields() {
        Outcome outcome = call("shop.Orders/Find", "-d", "{\"id\":43}");
        assertThat(outcome.exitCode()).isEqualTo(64 + 2);
        assertThat(outcome.err())
                .isEqualTo("rpc call: UNKNOWN: NoSuchOrderException: there is no order 43\n"
                        + "  {\"@type\":\"type.googleapis.com/shop.NoSuchOrderException\",\"message\":"
                        + "\"there is no order 43\",\"id\":\"43\"}\n");
    }

    @Test
    void aLongTextOfAFailureIsShownOnDemand() {
        String why = "x".repeat(400) + "\\nand more";
        Outcome brief = call("shop.Orders/Fail", "-d", "{\"why\":\"" + why + "\"}");
        assertThat(brief.err())
                .isEqualTo(
                        "rpc call: FAILED_PRECONDITION: " + "x".repeat(300) + " ... (-v shows all 409 characters)\n");
        Outcome whole = call("shop.Orders/Fail", "-d", "{\"why\":\"" + why + "\"}", "-v");
        assertThat(whole.err())
                .endsWith("rpc call: FAILED_PRECONDITION: " + "x".repeat(300) + " ...\n  " + "x".repeat(400)
                        + "\n  and more\n");
    }

    @Test
    void verboseShowsMetadataAndTheTenSteps() {
        Outcome outcome = call("shop.Orders/Put", "-v", "-H", "Who: me", "-H", "raw-bin: AAH/");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .contains("> who: me\n> raw-bin: AAH/\n", "< seen: me\n", " 1 client ", " 5 server ", "10 client ");
    }

    @Test
    void verboseShowsTheStepsThatTheClientKnowsOfAStream() {
        Outcome outcome = call("shop.Orders/Count", "-d", "{\"to\":2}", "-v");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .startsWith("  Orders.Count ended after ")
                .contains(" us; of the ten steps, its client knows:\n", "\n   1 client ", "\n  10 client ");
    }

    @Test
    void verboseShowsTheStepsThatTheClientKnowsOfAFailure() {
        Outcome outcome = call("shop.Orders/Fail", "-d", "{\"why\":\"no\"}", "-v");
        assertThat(outcome.err())
                .startsWith("< hint: later\n  Orders.Fail failed after ")
                .contains("\n   1 client ", "\n   9 client ")
                .endsWith("\nrpc call: FAILED_PRECONDITION: no\n");
    }

    @Test
    void verboseShowsInWhichStepADeadlinePassed() {
        Outcome outcome = call("shop.Orders/Count", "-d", "{\"to\":9000000000000000000}", "--deadline", "900ms", "-v");
        assertThat(outcome.err()).contains("  Orders.Count failed after ", "\n   3 network  the message travels");
    }

    @Test
    void tenstepsOwnProtocolIsSpokenAsWell() {
        Outcome outcome = call("shop.Orders/put", "--protocol", "tenstep", "-d", ORDER, "--compact", "-v");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo(ORDER + "\n");
        assertThat(outcome.err()).contains(" 5 server ");
        succeeds(call("shop.Orders/count", "--protocol", "tenstep", "-d", "{\"to\":1}"), "{\"result\":\"0\"}");
    }

    @Test
    void aDeadlineEndsTheCall() {
        Outcome outcome = call("shop.Orders/Count", "-d", "{\"to\":9000000000000000000}", "--deadline", "100ms");
        assertThat(outcome.exitCode()).isEqualTo(64 + 4);
        assertThat(outcome.err()).contains("DEADLINE_EXCEEDED");
    }

    @Test
    void filesTellTheTypesOfServersWithoutReflection() throws Exception {
        Path proto = folder.resolve("shop.proto");
        Files.writeString(proto, ProtoFiles.of(Orders.class).get("shop.proto"));
        try (RpcServer silent = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Orders.class, new Shop())
                .start()) {
            String[] call = {"call", silent.address(), "shop.Orders/Put", "-d", ORDER, "--compact"};
            assertThat(Outcome.of(call)).satisfies(outcome -> {
                assertThat(outcome.exitCode()).isEqualTo(64 + 12);
                assertThat(outcome.err())
                        .contains("the server has no reflection (expected: types by --class-path or --proto): ");
            });
            succeeds(Outcome.of(with(call, "--proto", proto.toString())), ORDER);
            succeeds(Outcome.of(with(call, "-cp", Path.of("target/test-classes").toString())), ORDER);
        }
    }

    @Test
    void theOlderReflectionIsAskedWhereThereIsNoOther() {
        try (RpcServer older = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Orders.class, new Shop())
                .service(ServerReflectionAlpha.class, ReflectionService.of(Orders.class))
                .start()) {
            succeeds(Outcome.of("call", older.address(), "shop.Orders/Put", "-d", ORDER, "--compact"), ORDER);
        }
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }
}
