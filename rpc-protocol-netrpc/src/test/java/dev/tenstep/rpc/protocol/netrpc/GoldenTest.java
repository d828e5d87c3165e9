package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bytes of Go's own client, and the answers of Go's own server to them. */
final class GoldenTest {
    private static final String CONNECT = "CONNECT /_goRPC_ HTTP/1.0\n\n";
    private static final String CONNECTED = "HTTP/1.0 200 Connected to Go RPC\n\n";
    private static final String REQUEST = "2f ff81 03 01 01 07 52657175657374 01 ff82 00 01 02"
            + " 01 0d 536572766963654d6574686f64 01 0c 00 01 03 536571 01 06 00 00 00";
    private static final String FIRST = "12 ff82 01 0d 50616e64612e476574696e666f 00  04 04 00 fff6";
    private static final String SECOND = "14 ff82 01 0d 50616e64612e476574696e666f 01 01 00  03 04 00 0a";
    private static final String RESPONSE = "3a ff81 03 01 01 08 526573706f6e7365 01 ff82 00 01 03"
            + " 01 0d 536572766963654d6574686f64 01 0c 00 01 03 536571 01 06 00 01 05 4572726f72 01 0c 00 00 00";
    private static final String FIRST_ANSWER = "12 ff82 01 0d 50616e64612e476574696e666f 00  04 04 00 fff8";
    private static final String SECOND_ANSWER = "14 ff82 01 0d 50616e64612e476574696e666f 01 01 00  03 04 00 0c";

    private static RpcServer server;

    @BeforeAll
    static void start() {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Panda.class, new PandaAtHome())
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String hex(String... parts) {
        return String.join("", parts).replace(" ", "");
    }

    @Test
    void goClientThatDialsByHttpIsAnsweredAsByGo() throws IOException {
        try (RawClient client = new RawClient(server)) {
            assertThat(client.text(CONNECT).readText(CONNECTED.length())).isEqualTo(CONNECTED);
            String answer = hex(RESPONSE, FIRST_ANSWER);
            assertThat(client.hex(hex(REQUEST, FIRST)).readHex(answer.length() / 2))
                    .isEqualTo(answer);
            assertThat(client.hex(SECOND).readHex(hex(SECOND_ANSWER).length() / 2))
                    .isEqualTo(hex(SECOND_ANSWER));
        }
    }

    @Test
    void goClientThatDialsBareIsAnsweredAsByGo() throws IOException {
        try (RawClient client = new RawClient(server)) {
            String answer = hex(RESPONSE, FIRST_ANSWER, SECOND_ANSWER);
            assertThat(client.hex(hex(REQUEST, FIRST)).hex(SECOND).readHex(answer.length() / 2))
                    .isEqualTo(answer);
        }
    }

    @Test
    void goClientOfJsonIsAnsweredAsByGo() throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.text("{\"method\":\"Panda.Getinfo\",\"params\":[123],\"id\":0}\n");
            assertThat(client.readLine()).isEqualTo("{\"id\":0,\"result\":124,\"error\":null}");
            client.text("{\"method\":\"Panda.Nosuch\",\"params\":[1],\"id\":1}\n");
            assertThat(client.readLine())
                    .isEqualTo("{\"id\":1,\"result\":null,\"error\":\"rpc: can't find method Panda.Nosuch\","
                            + "\"code\":12,\"notStarted\":true}");
        }
    }
}
