package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests HEAD over HTTP/2, whose answers have no body. */
@Timeout(60)
final class HeadMethodTest {
    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    @Test
    void refusalHasTheLengthOfItsBodyButNoBody() throws Exception {
        byte[] head = RawFrames.block(":method", "HEAD", ":scheme", "http", ":path", "/Counting/Next");
        SERVER.attacker().send(new RawFrames().headers(1, true, head));
        Outcome answer = SERVER.attacker().response(1);
        assertThat(answer.fields()).containsEntry(":status", "405").containsEntry("allow", "POST");
        assertThat(answer.fields().get("content-length")).matches("[1-9]\\d+");
        assertThat(answer.body()).isEmpty();
    }
}
