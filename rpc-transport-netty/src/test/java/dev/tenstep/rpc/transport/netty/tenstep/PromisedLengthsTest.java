package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests servers whose streams announce more than a client accepts: no memory is reserved for announced lengths. */
final class PromisedLengthsTest {
    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    @ParameterizedTest
    @ValueSource(longs = {(4 << 20) + 1, 0x80000000L, 0xffffffffL})
    void itemOverTheLimitEndsOnlyItsCall(long total) throws IOException {
        BadStreamServerTest.refused(call -> RawPeer.concat(
                        BadStreamServerTest.reply(call),
                        Frames.item().call(call).number(1).build(),
                        BadStreamServerTest.firstPart(call, total, 9)))
                .failsWith(StatusCode.RESOURCE_EXHAUSTED)
                .isEqualTo("an element of " + total + " bytes (expected: at most 4194304)");
    }

    @Test
    void itemAtTheLimitIsAccepted() throws IOException {
        int total = 4 << 20;
        byte[] message = new byte[total];
        message[0] = 1; // a presence byte, and more bytes than a number has
        BadStreamServerTest.refused(call -> {
                    Bytes parts = new Bytes()
                            .raw(BadStreamServerTest.reply(call))
                            .raw(Frames.item()
                                    .call(call)
                                    .chunkedOf(total)
                                    .message(Arrays.copyOf(message, 1000))
                                    .build());
                    for (int at = 1000; at < total; at += 60_000) {
                        parts.raw(Frames.chunk()
                                .call(call)
                                .message(Arrays.copyOfRange(message, at, Math.min(total, at + 60_000)))
                                .build());
                    }
                    return parts.array();
                })
                .failsWith(StatusCode.INTERNAL)
                .startsWith("an element of the results of StreamProbe.count cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {4 << 20, (4 << 20) + 1, 0x80000000L, 0xffffffffL})
    void replyThatAnnouncesAMessageBeforeItsResultsIsRefused(long total) throws IOException {
        BadStreamServerTest.complaintAbout(call -> Frames.reply()
                        .call(call)
                        .chunkedOf(total)
                        .message(new byte[9])
                        .build())
                .contains("reply: flags 1 and 9 bytes of a message before results that are a stream");
    }
}
