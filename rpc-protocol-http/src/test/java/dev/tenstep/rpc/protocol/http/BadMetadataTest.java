package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static dev.tenstep.rpc.protocol.http.Attacked.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that malformed fields of a gRPC request are refused for that request, and named. */
@Timeout(60)
final class BadMetadataTest {
    private static final String INTERNAL = "13";

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    private static Outcome request(byte[] head) throws Exception {
        SERVER.attacker().send(new RawFrames().headers(1, false, head).data(1, true, number("next", 1)));
        return SERVER.attacker().response(1);
    }

    private static void assertRefused(byte[] head, String code, String text) throws Exception {
        Outcome outcome = request(head);
        assertThat(outcome.fields())
                .containsEntry(":status", "200")
                .containsEntry("grpc-status", code)
                .containsEntry("tenstep-not-started", "1");
        assertThat(outcome.fields().get("grpc-message")).contains(text);
        SERVER.assertServed(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "S",
                "1",
                "-1S",
                "+1S",
                "1.5S",
                "123456789S",
                "1 S",
                "0x1S",
                "1s",
                "1h",
                "1N",
                "1U",
                "1SS",
                "1ms",
                "S1",
                "1e3S"
            })
    void malformedTimeoutIsRefused(String timeout) throws Exception {
        assertRefused(
                call("Next", "grpc-timeout", timeout),
                INTERNAL,
                "grpc-timeout: " + timeout + " (expected: 1 to 8 digits and one of H, M, S, m, u, n)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1H", "1M", "10S", "10000m", "10000000u", "99999999H", "00000010S"})
    void timeoutInEveryUnitIsRead(String timeout) throws Exception {
        assertThat(request(call("Next", "grpc-timeout", timeout)).fields()).containsEntry("grpc-status", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1n", "1u", "0m"})
    void timeoutThatHasPassedIsNotServed(String timeout) throws Exception {
        assertThat(request(call("Hold", "grpc-timeout", timeout)).fields()).containsEntry("grpc-status", "4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4", "\u00c3\u00a4"})
    void valueThatIsNotAsciiDoesNotFailTheCall(String latin1) throws Exception {
        assertThat(request(call("Next", "some", latin1)).fields()).containsEntry("grpc-status", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "A", "AA=A", "A A=", "AAAA,%"})
    void binaryValueThatIsNotBase64IsRefused(String value) throws Exception {
        assertRefused(call("Next", "some-bin", value), INTERNAL, "metadata key some-bin: a value that is not Base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA==", "AA", "", "AAAA,BBBB"})
    void binaryValueIsReadWithPaddingAndWithout(String value) throws Exception {
        assertThat(request(call("Next", "some-bin", value)).fields()).containsEntry("grpc-status", "0");
    }

    @Test
    void valueThatLooksLikeBase64IsTextIfItsKeyDoesNotSayOtherwise() throws Exception {
        assertThat(request(call("Next", "some", "%%%")).fields()).containsEntry("grpc-status", "0");
    }

    @Test
    void moreMetadataThanAllowedIsRefused() throws Exception {
        String[] more = new String[20];
        for (int i = 0; i < more.length; i += 2) {
            more[i] = "key" + i;
            more[i + 1] = "x".repeat(1000);
        }
        assertRefused(call("Next", more), "8", "bytes (expected: at most 8192)");
    }

    @ParameterizedTest
    @CsvSource({
        "/, 12, path: / (expected: /package.Service/Method)",
        "Counting/Next, 12, path: Counting/Next",
        "/Counting, 12, path: /Counting",
        "/Counting/, 12, unknown method",
        "//Next, 12, unknown service",
        "/Counting/Next/, 12, unknown service",
        "/Nothing/Next, 12, unknown service: Nothing",
        "/Counting/Nothing, 12, unknown method",
        "/Counting/next?x=1, 12, unknown method"
    })
    void unknownPathIsUnimplemented(String path, String code, String text) throws Exception {
        assertRefused(
                RawFrames.block(":method", "POST", ":scheme", "http", ":path", path, "content-type", Attacked.TINY),
                code,
                text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "OPTIONS", "FETCH"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        byte[] head = RawFrames.block(
                ":method", method, ":scheme", "http", ":path", "/Counting/Next", "content-type", Attacked.TINY);
        assertThat(request(head).fields()).containsEntry(":status", "405").containsEntry("allow", "POST");
        SERVER.assertServed(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml",
                "application/grpcx",
                "application/grpc-webs",
                "application/grpc-web-text-base64",
                "grpc",
                ""
            })
    void otherContentTypesAreUnsupported(String type) throws Exception {
        assertThat(request(RawFrames.grpc("Counting/Next", type)).fields())
                .containsEntry(":status", "415")
                .containsEntry(
                        "accept-post",
                        "application/json, application/proto, application/tiny, application/grpc, application/grpc-web");
        SERVER.assertServed(3);
    }

    @Test
    void requestWithoutAContentTypeIsUnsupported() throws Exception {
        byte[] head = RawFrames.block(":method", "POST", ":scheme", "http", ":path", "/Counting/Next");
        assertThat(request(head).fields()).containsEntry(":status", "415");
    }
}
