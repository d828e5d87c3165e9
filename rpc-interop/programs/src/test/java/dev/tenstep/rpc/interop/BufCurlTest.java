package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls the server by {@code buf curl} in its three protocols, which knows the exported {@code .proto}. */
@Timeout(300)
final class BufCurlTest {
    private static final String CURL = Web.BUF + " curl --schema interop.proto --protocol ";
    private static final String TRUSTING = "connect --cacert ";

    /** Prints what a program exits with: a failed call's code, eight times. */
    private static final String EXIT = " 2>&1; echo exit $?";

    @BeforeAll
    static void install() throws Exception {
        Web.install();
    }

    /** Makes a call, and returns what is printed without white space between the values. */
    private static String call(String options, String url, String data) throws Exception {
        String printed = Web.run("sh", "-c", CURL + options + " -d '" + data + "' " + url + EXIT);
        return printed.replaceAll("(?m)^ +", "").replace("\n", "").replace("\": ", "\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect",
                "connect --http2-prior-knowledge",
                "grpcweb",
                "grpcweb --http2-prior-knowledge",
                "grpc"
            })
    void callsAreAnswered(String protocol) throws Exception {
        try (RpcServer server =
                Web.server(new TextsHandler()).listen("127.0.0.1:0").start()) {
            String url = "http://" + server.address() + "/interop.";
            assertThat(call(protocol, url + "Texts/Hello", "{\"text\":\"shen\"}"))
                    .isEqualTo("{\"text\":\"Hello, shen!\"}exit 0");
            assertThat(call(protocol, url + "Texts/Count", "{\"text\":\"3\"}"))
                    .isEqualTo("{\"text\":\"0\"}{\"text\":\"1\"}{\"text\":\"2\"}exit 0");
            assertThat(call(protocol, url + "Lookup/Find", "{\"number\":\"-3\"}"))
                    .contains("\"code\":\"unknown\"", "nothing has the number -3", "\"type\":\"interop.NotThere\"")
                    .endsWith("exit 16");
            String shouted = call(protocol, url + "Texts/Shout", "{\"text\":\"a\"}{\"text\":\"b\"}");
            if (protocol.startsWith("grpcweb")) {
                assertThat(shouted).contains("\"code\":\"unimplemented\"").endsWith("exit 96");
            } else {
                assertThat(shouted).isEqualTo("{\"text\":\"a!\"}{\"text\":\"b!\"}exit 0");
            }
        }
    }

    @Test
    void callsAreAnsweredWithTls(@TempDir Path files) throws Exception {
        Pki pki = new Pki(files, "a");
        try (RpcServer server = Web.server(new TextsHandler())
                .listen("127.0.0.1:0")
                .tls(pki.issue("server"))
                .start()) {
            String url = "https://" + server.address() + "/interop.Texts/Hello";
            assertThat(call(TRUSTING + pki.certificates(), url, "{\"text\":\"shen\"}"))
                    .isEqualTo("{\"text\":\"Hello, shen!\"}exit 0");
        }
    }
}
