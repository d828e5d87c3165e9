package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests what a server makes of bad requests by gRPC, while others are served. */
@Timeout(60)
final class BadRequestTest {
    private static final String NEXT = "Counting/Next";

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    /** Returns the message of the number 1. */
    private static byte[] one() {
        return RawFrames.message(Messages.parameters(Counting.class, "next", 1));
    }

    private static Outcome request(byte[] block, byte[] body) throws IOException, Http2Exception {
        SERVER.attacker().send(new RawFrames().headers(1, false, block).data(1, true, body));
        return SERVER.attacker().response(1);
    }

    private static void assertStatus(Outcome outcome, int code, String text) {
        assertThat(outcome.fields()).containsEntry(":status", "200").containsEntry("grpc-status", String.valueOf(code));
        assertThat(outcome.fields().get("grpc-message")).contains(text);
    }

    @Test
    void callIsAnswered() throws Exception {
        Outcome outcome = request(RawFrames.grpc(NEXT, Attacked.TINY), one());
        assertThat(outcome.fields()).containsEntry("grpc-status", "0").containsEntry("content-type", Attacked.TINY);
        assertThat(outcome.body()).isEqualTo(RawFrames.message(Messages.result(Counting.class, "next", 2)));
    }

    @Test
    void unknownSerializerIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, "application/grpc+thrift"), one()), 3, "unknown serializer: thrift");
    }

    @Test
    void unknownEncodingIsUnimplementedAndTheKnownOnesAreNamed() throws Exception {
        Outcome outcome = request(RawFrames.grpc(NEXT, Attacked.TINY, "grpc-encoding", "snappy"), one());
        assertStatus(outcome, 12, "grpc-encoding: snappy");
        assertThat(outcome.fields()).containsEntry("grpc-accept-encoding", "identity,gzip,zstd");
    }

    @Test
    void requestWithoutAMessageIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, Attacked.TINY), new byte[0]), 13, "without a message");
    }

    @Test
    void twoMessagesOfAUnaryCallAreRefused() throws Exception {
        SERVER.attacker()
                .send(new RawFrames()
                        .headers(1, false, RawFrames.grpc(NEXT, Attacked.TINY))
                        .data(1, false, one())
                        .data(1, true, one()));
        assertStatus(SERVER.attacker().response(1), 13, "two messages");
    }

    @Test
    void messageCutShortIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, Attacked.TINY), new byte[] {0, 0, 0, 0, 9, 1}), 13, "cut short");
    }

    @Test
    void longestLengthIsRefused() throws Exception {
        assertStatus(
                request(RawFrames.grpc(NEXT, Attacked.TINY), new byte[] {0, -1, -1, -1, -1, 1}), 8, "4294967295 bytes");
    }

    @Test
    void compressedMessageWithoutEncodingIsRefused() throws Exception {
        byte[] body = one();
        body[0] = 1;
        assertStatus(request(RawFrames.grpc(NEXT, Attacked.TINY), body), 13, "names no encoding");
    }

    @Test
    void unknownFlagIsRefused() throws Exception {
        byte[] body = one();
        body[0] = 2;
        assertStatus(request(RawFrames.grpc(NEXT, Attacked.TINY), body), 13, "flag 2");
    }

    @Test
    void tooLongHeaderListIsRefusedForThatRequest() throws Exception {
        String[] more = new String[40];
        for (int i = 0; i < more.length; i += 2) {
            more[i] = "key" + i;
            more[i + 1] = "x".repeat(1000);
        }
        byte[] block = RawFrames.grpc(NEXT, Attacked.TINY, more);
        byte[] first = Arrays.copyOf(block, 10_000);
        byte[] rest = Arrays.copyOfRange(block, 10_000, block.length);
        SERVER.attacker()
                .send(new RawFrames()
                        .frame(RawFrames.HEADERS, RawFrames.END_STREAM, 1, first)
                        .frame(RawFrames.CONTINUATION, RawFrames.END_HEADERS, 1, rest));
        assertThat(SERVER.attacker().response(1).fields())
                .containsEntry(":status", "431")
                .containsEntry("grpc-status", "8");
        SERVER.attacker()
                .send(new RawFrames()
                        .headers(3, false, RawFrames.grpc(NEXT, Attacked.TINY))
                        .data(3, true, one()));
        assertThat(SERVER.attacker().response(3).fields()).containsEntry("grpc-status", "0");
    }

    @Test
    void frameOfManySettingsEndsTheConnection() throws IOException {
        SERVER.attacker().send(new RawFrames().settings(new int[130]));
        SERVER.goAway(ErrorCode.ENHANCE_YOUR_CALM);
    }

    @Test
    void answerBeforeTheEndOfTheRequestIsFollowedByAResetOfNoError() throws Exception {
        for (int stream = 1; stream < 999; stream += 2) {
            SERVER.attacker()
                    .send(new RawFrames().headers(stream, false, RawFrames.grpc("Nothing/Next", Attacked.TINY)));
            assertStatus(SERVER.attacker().response(stream), 12, "unknown service: Nothing");
            SERVER.reset(stream, ErrorCode.NO_ERROR);
        }
    }
}
