package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that short elements count as what they take on the heap, which is far more than their bytes. */
@Timeout(60)
final class HeldElementsTest {
    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT.withMaxHeld((long) (1 << 20)));

    /** Returns a first window of elements, which nobody takes. */
    private static RawFrames elements(int stream) {
        byte[] element = RawFrames.message(Messages.element(Counting.class, "sum", 7));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() + element.length <= 16_000) {
            all.writeBytes(element);
        }
        RawFrames frames = new RawFrames().headers(stream, false, call("Sum"));
        for (int i = 0; i < 4; i++) {
            frames.data(stream, false, all.toByteArray());
        }
        return frames;
    }

    @Test
    void windowsFullOfShortElementsAreRefusedBeforeTheyFillTheMemory() throws Exception {
        // Four windows have some 256 KB, which take 2 MB.
        RawFrames four = new RawFrames();
        for (int stream = 1; stream < 8; stream += 2) {
            four.all(elements(stream));
        }
        SERVER.attacker().send(four);
        Outcome outcome = SERVER.attacker().anyResponse();
        assertThat(outcome.fields()).containsEntry("grpc-status", "8");
        assertThat(outcome.fields().get("grpc-message")).contains("an element");
    }
}
