package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests gRPC-Web in its two forms on raw frames of HTTP/2. */
@Timeout(60)
final class GrpcWebTest {
    private static final String WEB = "application/grpc-web+tiny";
    private static final String TEXT = "application/grpc-web-text+tiny";
    private static final String OK = "grpc-status: 0\r\n";

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    private static byte[] head(String method, String type, String... more) {
        String[] fields = RawFrames.with(
                RawFrames.with(
                        RawFrames.with(RawFrames.with(new String[0], ":method", "POST"), ":scheme", "http"),
                        ":path",
                        "/Counting/" + method),
                "content-type",
                type);
        for (int i = 0; i < more.length; i += 2) {
            fields = RawFrames.with(fields, more[i], more[i + 1]);
        }
        return RawFrames.block(fields);
    }

    private static byte[] one() {
        return Attacked.number("next", 1);
    }

    private static byte[] result(int number) {
        return RawFrames.message(Messages.result(Counting.class, "next", number));
    }

    private static Outcome ask(byte[] head, byte[] body) throws Exception {
        SERVER.attacker().send(new RawFrames().headers(1, false, head).data(1, true, body));
        return SERVER.attacker().response(1);
    }

    private static byte[] base64(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(Base64.getEncoder().encode(piece));
        }
        return all.toByteArray();
    }

    /** Decodes padded pieces that follow each other, each in groups of four digits. */
    private static byte[] plain(byte[] text) {
        assertThat(text.length % 4).isZero();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i += 4) {
            all.writeBytes(Base64.getDecoder().decode(Arrays.copyOfRange(text, i, i + 4)));
        }
        return all.toByteArray();
    }

    private static byte[] trailers(String lines) {
        byte[] block = lines.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(5 + block.length)
                .put((byte) 0x80)
                .putInt(block.length)
                .put(block)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void answerEndsWithAMessageOfTrailersByteByByte() throws Exception {
        SERVER.attacker()
                .send(new RawFrames().headers(1, false, head("Next", WEB)).data(1, true, one()));
        Frame head = SERVER.attacker().next(RawFrames.HEADERS);
        assertThat(head.fields())
                .isEqualTo(Map.of(
                        ":status", "200",
                        "content-type", WEB,
                        "grpc-accept-encoding", "identity,gzip,zstd"));
        assertThat(SERVER.attacker().next(RawFrames.DATA).payload()).isEqualTo(result(2));
        Frame end = SERVER.attacker().next(RawFrames.DATA);
        assertThat(end.last()).isTrue();
        assertThat(end.payload())
                .isEqualTo(join(
                        new byte[] {(byte) 0x80, 0, 0, 0, 16},
                        "grpc-status: 0\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void textIsAnsweredWithTextWhosePartsCanBeDecodedAlone() throws Exception {
        SERVER.attacker()
                .send(new RawFrames().headers(1, false, head("Next", TEXT)).data(1, true, base64(one())));
        Frame head = SERVER.attacker().next(RawFrames.HEADERS);
        assertThat(head.fields()).containsEntry("content-type", TEXT).doesNotContainKey("grpc-status");
        Base64.Decoder decoder = Base64.getDecoder();
        assertThat(decoder.decode(SERVER.attacker().next(RawFrames.DATA).payload()))
                .isEqualTo(result(2));
        assertThat(decoder.decode(SERVER.attacker().next(RawFrames.DATA).payload()))
                .isEqualTo(trailers(OK));
    }

    @Test
    void textMayBeCutAnywhereAndPaddedAnywhere() throws Exception {
        int stream = 1;
        byte[] message = one();
        for (int at = 1; at < message.length; at++) {
            byte[] text = base64(Arrays.copyOf(message, at), Arrays.copyOfRange(message, at, message.length));
            RawFrames frames = new RawFrames().headers(stream, false, head("Next", TEXT));
            for (int i = 0; i < text.length; i++) {
                frames.data(stream, i == text.length - 1, new byte[] {text[i]});
            }
            SERVER.attacker().send(frames);
            assertThat(plain(SERVER.attacker().response(stream).body())).isEqualTo(join(result(2), trailers(OK)));
            stream += 2;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AAAAAAU, 13, the request's Base64 is cut short",
        "AAAA=AAA, 13, byte 61 in a body of Base64",
        "A=AA, 13, byte 61 in a body of Base64",
        "AA=A, 13, byte 65 in a body of Base64",
        "AAA*, 13, byte 42 in a body of Base64",
        "AAA_, 13, byte 95 in a body of Base64",
        "AAAAAAU=, 13, the request's message is cut short",
        "'', 12, a request without a message"
    })
    void bodyThatIsNotBase64IsRefused(String text, String status, String why) throws Exception {
        Outcome outcome = ask(head("Next", TEXT), text.getBytes(StandardCharsets.US_ASCII));
        assertThat(outcome.fields()).containsEntry("grpc-status", status).containsEntry("content-type", TEXT);
        assertThat(outcome.fields().get("grpc-message")).contains(why);
        SERVER.assertServed(3);
    }

    @Test
    void badBase64IsRefusedBeforeTheEndOfTheBodyAndOnlyOnce() throws Exception {
        byte[] bad = "####".getBytes(StandardCharsets.US_ASCII);
        SERVER.attacker()
                .send(new RawFrames()
                        .headers(1, false, head("Next", TEXT))
                        .data(1, false, bad)
                        .data(1, false, bad)
                        .data(1, true, bad));
        assertThat(SERVER.attacker().response(1).fields()).containsEntry("grpc-status", "13");
        SERVER.assertServed(3);
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc-web+tiny, application/grpc-web-text+tiny, application/grpc-web-text",
        "application/grpc-web+tiny, application/grpc-web+tiny, application/grpc-web",
        "application/grpc-web-text+tiny, application/grpc-web-text+tiny, */*"
    })
    void clientMayAskForText(String type, String answered, String accept) throws Exception {
        byte[] body = type.equals(TEXT) ? base64(one()) : one();
        Outcome outcome = ask(head("Next", type, "accept", accept), body);
        assertThat(outcome.fields()).containsEntry("content-type", answered);
        byte[] plain = answered.equals(TEXT) ? plain(outcome.body()) : outcome.body();
        assertThat(plain).isEqualTo(join(result(2), trailers(OK)));
    }

    @ParameterizedTest
    @ValueSource(strings = {WEB, TEXT})
    void streamOfResultsIsMessagesAndThenTrailers(String type) throws Exception {
        boolean text = type.equals(TEXT);
        byte[] asked = Attacked.number("count", 3);
        Outcome outcome = ask(head("Count", type), text ? base64(asked) : asked);
        byte[][] all = new byte[4][];
        for (int i = 0; i < 3; i++) {
            all[i] = RawFrames.message(Messages.result(Counting.class, "count", i));
        }
        all[3] = trailers(OK);
        assertThat(text ? plain(outcome.body()) : outcome.body()).isEqualTo(join(all));
    }

    @ParameterizedTest
    @ValueSource(strings = {WEB, TEXT})
    void longStreamGoesOnAsItsClientOpensTheWindowByAnyNumberOfBytes(String type) throws Exception {
        boolean text = type.equals(TEXT);
        byte[] asked = Attacked.number("count", 60_000);
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames()
                .windowUpdate(0, 1 << 24)
                .headers(1, false, head("Count", type))
                .data(1, true, text ? base64(asked) : asked));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Frame frame = client.next(RawFrames.DATA);
        while (!frame.last()) {
            body.writeBytes(frame.payload());
            int rest = frame.payload().length - 1;
            RawFrames updates = new RawFrames().windowUpdate(1, 1);
            client.send(rest == 0 ? updates : updates.windowUpdate(1, rest));
            frame = client.next(RawFrames.DATA);
        }
        body.writeBytes(frame.payload());
        byte[] plain = text ? plain(body.toByteArray()) : body.toByteArray();
        int each = result(1).length;
        assertThat(plain).hasSize(60_000 * each + trailers(OK).length).endsWith(trailers(OK));
    }

    @Test
    void longTextOfManyPiecesIsRead() throws Exception {
        byte[] message = RawFrames.message(Messages.parameters(Counting.class, "size", new byte[100_000]));
        byte[][] pieces = new byte[message.length][];
        for (int i = 0; i < message.length; i++) {
            pieces[i] = new byte[] {message[i]};
        }
        byte[] text = base64(pieces);
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames().headers(1, false, head("Size", TEXT)));
        int window = 65_535;
        for (int at = 0; at < text.length; ) {
            while (window <= 0) {
                Frame update = client.next(RawFrames.WINDOW_UPDATE);
                window +=
                        update.stream() == 1 ? ByteBuffer.wrap(update.payload()).getInt() : 0;
            }
            int n = Math.min(Math.min(window, 16_000), text.length - at);
            client.send(new RawFrames().data(1, at + n == text.length, Arrays.copyOfRange(text, at, at + n)));
            at += n;
            window -= n;
        }
        byte[] length = RawFrames.message(Messages.result(Counting.class, "size", 100_000));
        assertThat(plain(client.response(1).body())).isEqualTo(join(length, trailers(OK)));
    }

    @ParameterizedTest
    @ValueSource(strings = {WEB, TEXT})
    void failureBeforeTheHeadIsInTheHead(String type) throws Exception {
        byte[] asked = Attacked.number("fail", 4);
        SERVER.attacker()
                .send(new RawFrames()
                        .headers(1, false, head("Fail", type))
                        .data(1, true, type.equals(TEXT) ? base64(asked) : asked));
        Frame only = SERVER.attacker().next(RawFrames.HEADERS);
        assertThat(only.last()).isTrue();
        assertThat(only.fields())
                .containsEntry(":status", "200")
                .containsEntry("content-type", type)
                .containsEntry("grpc-status", "5")
                .containsEntry("grpc-message", "no such number")
                .containsEntry("why", "xxxx");
    }

    @ParameterizedTest
    @ValueSource(strings = {WEB, TEXT})
    void unknownMethodIsUnimplementedInTheHead(String type) throws Exception {
        Outcome outcome = ask(head("Nothing", type), new byte[0]);
        assertThat(outcome.fields()).containsEntry("grpc-status", "12").containsEntry("content-type", type);
        assertThat(outcome.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sum", "Total", "Lengths", "Label"})
    void callWithAStreamOfParametersIsUnimplemented(String method) throws Exception {
        Outcome outcome = ask(head(method, WEB), one());
        assertThat(outcome.fields()).containsEntry("grpc-status", "12");
        assertThat(outcome.fields().get("grpc-message")).contains("takes a stream, which gRPC-Web does not have");
    }

    @Test
    void messageOfTrailersInARequestIsRefused() throws Exception {
        Outcome outcome = ask(head("Next", WEB), trailers(OK));
        assertThat(outcome.fields()).containsEntry("grpc-status", "13");
        assertThat(outcome.fields().get("grpc-message")).contains("flag 128");
    }

    @ParameterizedTest
    @ValueSource(strings = {WEB, TEXT})
    void messagesAreCompressedForAClientThatSaysSo(String type) throws Exception {
        byte[] asked = RawFrames.message(Messages.parameters(Counting.class, "bytes", 9000));
        Outcome outcome = ask(
                head("Bytes", type, "grpc-encoding", "gzip", "grpc-accept-encoding", "gzip"),
                type.equals(TEXT) ? base64(asked) : asked);
        assertThat(outcome.fields()).containsEntry("grpc-encoding", "gzip");
        byte[] plain = type.equals(TEXT) ? plain(outcome.body()) : outcome.body();
        assertThat(plain).hasSizeLessThan(1000).startsWith(1, 0, 0, 0).endsWith(trailers(OK));
    }
}
