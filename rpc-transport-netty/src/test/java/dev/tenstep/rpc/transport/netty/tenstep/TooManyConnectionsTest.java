package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests one connection more than the server takes. */
final class TooManyConnectionsTest {
    private static final String FULL = "the server has 3 connections, the most it accepts";

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT.withMaxConnections(3));

    private static RpcClient client() {
        return Served.client(SERVED.address(), KernelSettings.DEFAULT).build();
    }

    private static boolean served(Probe probe) {
        try {
            return probe.next(1) == 2;
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(UNAVAILABLE);
            return false;
        }
    }

    @Test
    void isToldSoAndAClosedConnectionFreesItsPlace() throws IOException {
        try (RawPeer second = RawPeer.client(SERVED.address());
                RpcClient client = client()) {
            second.send(
                    Frames.declare().number(0).method("Probe.hold").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .message(Bytes.tinyParameters(7))
                            .build());
            Eventually.until("a call is held", () -> SERVED.handler().holding() == 1);
            Probe late = client.stub(Probe.class);
            try (RawPeer third = RawPeer.client(SERVED.address());
                    RawPeer fourth = RawPeer.connect(SERVED.address());
                    RawPeer silent = RawPeer.connect(SERVED.address())) {
                fourth.send(Bytes.PREFACE);
                fourth.readPreface();
                RawPeer.Frame refusal = fourth.read(10);
                assertThat(refusal.fields())
                        .isEqualTo(new Bytes().u8(8).u8(5).text(FULL).array());
                fourth.expectEnd();
                // The server does not know yet which protocol to reply in.
                silent.expectEnd();
                Outcome.of(() -> late.next(1))
                        .notStarted()
                        .here()
                        .is(UNAVAILABLE)
                        .contains(FULL);

                third.send(
                        Frames.declare().number(0).method("Probe.next").build(),
                        Frames.request()
                                .method(0)
                                .call(1)
                                .message(Bytes.tinyParameters(1))
                                .build());
                third.read(4);
            }
            Eventually.until("there is a place", () -> served(late));
            SERVED.handler().letGo();
            assertThat(second.read(4).fields())
                    .isEqualTo(new Bytes().u8(0).u32(1).raw(Bytes.tiny(7)).array());
        }
    }
}
