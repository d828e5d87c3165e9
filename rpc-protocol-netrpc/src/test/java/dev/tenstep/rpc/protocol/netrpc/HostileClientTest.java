package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends what no client should, and checks what becomes of it; another connection never notices. */
final class HostileClientTest {
    private static final int LIMIT = 64 << 10;

    private static RpcServer server;
    private static RpcClient bystander;

    @BeforeAll
    static void start() {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .settings(settings -> settings.withMaxMessage(LIMIT))
                .service(Panda.class, new PandaAtHome())
                .start();
        bystander = RpcClient.builder()
                .to(server.address())
                .protocol("netrpc")
                .serializer("gob")
                .build();
        assertThat(bystander.stub(Panda.class).getinfo(1)).isEqualTo(2);
    }

    @AfterEach
    void bystanderIsServed() {
        assertThat(bystander.stub(Panda.class).getinfo(2)).isEqualTo(3);
    }

    @AfterAll
    static void stop() {
        bystander.close();
        server.close();
        assertThat(server.unanswered()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fc40000000 ff82", // 1 GiB in front of a head
                "fc40000001 ff82", // and more than Go accepts
                "f7ffffffffffffffff ff82", // and a length of nine bytes
                "00", // an empty message
                GobBytes.REQUEST, // the type of the head again
                "04 04 00 fff6", // a number in front of a message
                "03 0b 00 00", // a type that is built in but unknown
                "04 ff8a 00 00", // a type that was not defined
                "08454c4f20676f0d0a", // no gob at all
                "03 ff82 0900" // a field that the type does not have
            })
    void bytesThatAreNoRequestEndTheConnection(String hex) throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin().head("Panda.Getinfo", 1).number(1).toString());
            GobReplies replies = client.replies();
            assertThat(replies.next()).isEqualTo("Panda.Getinfo 1");
            client.hex(hex);
            assertThatThrownBy(replies::next).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "06 0c 00 03 616263 | gob: decoding into local type *int, received remote type string",
                "03 10 00 00 | gob: decoding into local type *int, received remote type interface",
                "04 0e 00 00 00 | gob: decoding into local type *int, received remote type complex",
                "04 ff8a 00 00 | gob: type id: 69 (expected: one below 9, or one that was defined before its value)",
                "04 04 00 02 00 | 1 bytes follow",
                "07 04 00 fb00000000 | a number of 5 bytes",
                "0b 04 00 f80100000000000000 | value for \"*int\" out of range",
                "02 04 00 | the message ends early",
            })
    void parametersThatDoNotFitAreAnsweredAndTheConnectionGoesOn(String body, String text) throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin().head("Panda.Getinfo", 1).hex(body).toString());
            GobReplies replies = client.replies();
            assertThat(replies.next()).startsWith("Panda.Getinfo 1: ").contains(text);
            client.hex(new GobBytes().head("Panda.Getinfo", 2).number(1).toString());
            assertThat(replies.next()).isEqualTo("Panda.Getinfo 2");
        }
    }

    @Test
    void numberOfACallMayBeGivenTwice() throws IOException {
        try (RawClient client = new RawClient(server)) {
            GobBytes bytes = GobBytes.begin();
            bytes.head("Panda.Getinfo", 7)
                    .number(1)
                    .head("Panda.Getinfo", 7)
                    .number(2)
                    .head("Panda.Nosuch", 7);
            client.hex(bytes.number(3).toString());
            GobReplies replies = client.replies();
            assertThat(new String[] {replies.next(), replies.next(), replies.next()})
                    .containsExactlyInAnyOrder(
                            "Panda.Getinfo 7",
                            "Panda.Getinfo 7",
                            "Panda.Nosuch 7: rpc: can't find method Panda.Nosuch");
        }
    }

    @Test
    void parametersThatAreTooLongAreDroppedAndRefused() throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin()
                    .head("Panda.Reverse", 1)
                    .bytes(LIMIT)
                    .head("Panda.Nosuch", 2)
                    .bytes(LIMIT)
                    .head("Panda.Reverse", 3)
                    .bytes(LIMIT - 100)
                    .toString());
            GobReplies replies = client.replies();
            assertThat(replies.next())
                    .isEqualTo("Panda.Reverse 1: the parameters are longer than the message limit (65536 bytes)");
            assertThat(replies.next()).isEqualTo("Panda.Nosuch 2: rpc: can't find method Panda.Nosuch");
            assertThat(replies.next()).isEqualTo("Panda.Reverse 3");
        }
    }

    @Test
    void definitionsAreLimited() throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin().toString());
            for (int id = 100; id < 110; id++) {
                String name = "41".repeat(8000);
                client.hex(new GobBytes()
                        .message(GobBytes.uint(2 * id - 1) + "02 01 01" + GobBytes.uint(8000) + name + "01"
                                + GobBytes.uint(2 * id) + "00 01 04 00 00")
                        .toString());
            }
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void definitionsOfOneValueAreLimited() throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin().toString());
            for (int id = 100; id < 103; id++) {
                // A slice with a long name, of the type behind it, the last of int.
                client.hex(new GobBytes()
                        .message(GobBytes.uint(2 * id - 1) + "02 01 01" + GobBytes.uint(8000) + "41".repeat(8000) + "01"
                                + GobBytes.uint(2 * id) + "00 01" + (id == 102 ? "04" : GobBytes.uint(2 * id + 2))
                                + "00 00")
                        .toString());
            }
            client.hex(new GobBytes()
                    .head("Panda.Getinfo", 1)
                    .message(GobBytes.uint(202) + "00 00")
                    .head("Panda.Getinfo", 2)
                    .message(GobBytes.uint(200) + "00 00")
                    .toString());
            GobReplies replies = client.replies();
            assertThat(replies.next()).startsWith("Panda.Getinfo 1: gob: decoding into local type *int, received");
            assertThatThrownBy(replies::next).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECT /other HTTP/1.0\\n\\n | HTTP/1.0 404 Not Found | 404 page not found",
                "CONNECT example.com:443 HTTP/1.1\\r\\n\\r\\n | HTTP/1.0 404 Not Found | 404 page not found",
                "CONNECT /_goRPC_ HTTP/3.0\\n\\n | HTTP/1.0 400 Bad Request | 400 Bad Request",
                "CONNECT /_goRPC_\\n\\n | HTTP/1.0 400 Bad Request | 400 Bad Request",
            })
    void anotherConnectIsRefusedAsByGo(String request, String status, String body) throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.text(request.replace("\\n", "\n").replace("\\r", "\r"));
            assertThat(client.readLine().strip()).isEqualTo(status);
            assertThat(new String(client.rest(), StandardCharsets.UTF_8)).endsWith("\r\n\r\n" + body + "\n");
        }
    }

    @Test
    void headWithoutEndIsClosed() throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.text("CONNECT /_goRPC_ HTTP/1.0\r\nx: " + "y".repeat(9000));
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "7",
                "{\"method\":7,\"params\":[1],\"id\":0}",
                "{\"method\":\"Panda.Getinfo\",\"params\":[1],\"id\":}",
                "{]",
                "}",
                "{\"method\":\"Panda.Getinfo\",\"params\":[1],\"id\":01}",
            })
    void jsonThatIsNoRequestEndsTheConnection(String text) throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.text("{\"method\":\"Panda.Getinfo\",\"params\":[1],\"id\":5}");
            assertThat(client.readLine()).isEqualTo("{\"id\":5,\"result\":2,\"error\":null}");
            client.text(text);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void jsonThatIsTooDeepOrTooLongEndsTheConnection() throws IOException {
        for (String params :
                new String[] {"[".repeat(10_000) + "]".repeat(10_000), "\"" + "x".repeat(2 * LIMIT) + "\""}) {
            try (RawClient client = new RawClient(server)) {
                client.text("{\"method\":\"Panda.Getinfo\",\"id\":5,\"params\":[" + params + "]}");
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'params':[1],'id':0} | {'id':0,'result':null,'error':'rpc: service/method request ill-formed: '",
                "{'method':'Panda.Getinfo','id':0} | {'id':0,'result':null,'error':'jsonrpc: request body missing params'",
                "{'method':'Panda.Getinfo','params':null,'id':0} | {'id':0,'result':null,'error':'jsonrpc: request body missing",
                "{'method':'Panda.Getinfo','params':[1,2],'id':0} | {'id':0,'result':null,'error':'jsonrpc: 2 params (expected: 1)'",
                "{'method':'Panda.Getinfo','params':{'a':1},'id':0} | {'id':0,'result':null,'error':'json: cannot unmarshal object",
                "{'method':'Panda.Getinfo','params':[1.5],'id':0} | {'id':0,'result':null,'error':'json: cannot unmarshal number 1.5",
                "{'method':'Panda.Swap','params':[{'Left':'a'}],'id':0} | {'id':0,'result':null,'error':'json: cannot unmarshal"
                        + " string into Go struct field Pair.Left of type int'",
                "{'method':'Panda.Getinfo','params':[null],'id':'a b'} | {'id':'a b','result':1,'error':null}",
                "{'method':'Panda.Getinfo','params':[],'id':{'x':[1]}} | {'id':{'x':[1]},'result':1,'error':null}",
                "{'METHOD':'Panda.Getinfo','Params':[4],'other':[{}]} | {'id':null,'result':5,'error':null}",
                "{'method':'Panda.Swap','params':[{'LEFT':1,'right':2}],'id':1} | {'id':1,'result':{'Left':2,'Right':1},'error'",
            })
    void jsonRequestsAreReadAsByGo(String request, String answer) throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.text(request.replace('\'', '"'));
            assertThat(client.readLine()).startsWith(answer.replace('\'', '"'));
        }
    }

    @Test
    void numberOf400DigitsIsRefusedWithItsDigits() throws IOException {
        String number = "7".repeat(400);
        try (RawClient client = new RawClient(server)) {
            client.text("{\"method\":\"Panda.Getinfo\",\"params\":[" + number + "],\"id\":0}\n");
            assertThat(client.readLine())
                    .contains("json: cannot unmarshal number " + number + " into Go value of type int");
            client.text("{\"method\":\"Panda.Getinfo\",\"params\":[1],\"id\":1}\n");
            assertThat(client.readLine()).isEqualTo("{\"id\":1,\"result\":2,\"error\":null}");
        }
    }
}
