package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests a server whose process has no file descriptors left for new connections. */
@EnabledOnOs(OS.LINUX)
final class FileDescriptorsTest {
    private static final int MOST = 150;
    private static final int PATIENCE_MILLIS = 300;
    private static final int IN_VAIN = 10;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    @Test
    void connectionsThatCannotBeAcceptedWaitWhileOthersGoOn() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (ChildServer server =
                        ChildServer.start("127.0.0.1:0", "bash", "-c", "ulimit -n " + MOST + " && exec \"$0\" \"$@\"");
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build();
                Lanes lanes = new Lanes(client.stub(Probe.class), 2)) {
            Eventually.until("calls succeed", () -> lanes.completed() > 10);
            while (greeted(server, peers)) {
                assertThat(peers).as("connections that were accepted").hasSizeLessThan(MOST);
            }
            RawPeer waiting = peers.get(peers.size() - 1);
            int before = lanes.completed();
            Eventually.until("calls go on", () -> lanes.completed() > before + 100);

            for (RawPeer peer : peers.subList(0, IN_VAIN)) {
                peer.close();
            }
            waiting.socket().setSoTimeout((int) Eventually.LONG.toMillis());
            waiting.readPreface();
            waiting.read(1);
            waiting.send(
                    Frames.declare().number(0).method("Probe.next").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .message(Bytes.tinyParameters(1))
                            .build());
            waiting.read(4);
            lanes.finish();
            assertThat(lanes.completed()).as("calls that succeeded").isEqualTo(lanes.sent());
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    /** Opens another connection; returns whether it is served. */
    private static boolean greeted(ChildServer server, List<RawPeer> peers) throws IOException {
        RawPeer peer = RawPeer.connect(server.address());
        peers.add(peer);
        peer.send(Bytes.PREFACE, Frames.hello().build());
        peer.socket().setSoTimeout(PATIENCE_MILLIS);
        try {
            peer.readPreface();
            peer.read(1);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
