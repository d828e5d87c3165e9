package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests clients that fall silent in the middle: what waits for them times out. */
final class SilentClientTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    /** Ten times the timeout plus the server's check interval of one second. */
    private static final Duration TEN_TIMES = PATIENCE.plusSeconds(1).multipliedBy(10);

    private static final KernelSettings IMPATIENT = KernelSettings.DEFAULT
            .withProgressTimeout(PATIENCE)
            .withHelloTimeout(PATIENCE.dividedBy(2))
            .withIdleTimeout(PATIENCE);

    @RegisterExtension
    static final Served SERVED = new Served(IMPATIENT);

    private static void assertInTime(long startNanos) {
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isBetween(PATIENCE, TEN_TIMES);
    }

    @Test
    void clientWithoutHelloIsClosedInTime() throws IOException {
        byte[] whole = RawPeer.concat(Bytes.PREFACE, Frames.hello().build());
        List<RawPeer> clients = new ArrayList<>();
        long start = System.nanoTime();
        for (int length : new int[] {0, 4, 8, 10, 20, whole.length - 1}) {
            clients.add(RawPeer.connect(SERVED.address()).send(Arrays.copyOf(whole, length)));
        }
        for (RawPeer client : clients) {
            client.expectEnd();
            assertInTime(start);
            client.close();
        }
    }

    @Test
    void clientThatSendsHalfAFrameIsClosedInTime() throws IOException {
        byte[] request = Frames.request()
                .method(0)
                .call(1)
                .message(Bytes.tinyParameters(1))
                .build();
        List<RawPeer> clients = new ArrayList<>();
        long start = System.nanoTime();
        for (int length : new int[] {1, 4, 5, request.length - 1}) {
            RawPeer client = RawPeer.client(SERVED.address());
            clients.add(client.send(
                    Frames.declare().number(0).method("Probe.next").build(), Arrays.copyOf(request, length)));
        }
        for (RawPeer client : clients) {
            client.expectEnd();
            assertInTime(start);
            client.close();
        }
    }

    private static byte[] beginning(int call, int timeoutMillis) {
        return new Bytes()
                .u8(1)
                .u16(0)
                .u32(call)
                .u32(timeoutMillis)
                .u32(1000)
                .u8(1)
                .frame(3);
    }

    private static RawPeer.Frame error(int call, String text) {
        return new RawPeer.Frame(
                5, new Bytes().u8(8).u32(call).u8(4).text(text).u16(0).array());
    }

    private static String text(RawPeer.Frame frame) {
        return HexFormat.of().formatHex(frame.fields());
    }

    @Test
    void stalledMessagesEndOnlyTheirCalls() throws IOException {
        try (RawPeer client = RawPeer.client(SERVED.address())) {
            long start = System.nanoTime();
            client.send(Frames.declare().number(0).method("Probe.length").build(), beginning(1, 0), beginning(2, (int)
                    PATIENCE.toMillis()));
            assertThat(List.of(text(client.read(5)), text(client.read(5))))
                    .containsExactlyInAnyOrder(
                            text(error(1, "the request's message stalled")),
                            text(error(2, "the deadline passed before the request's message was complete")));
            assertInTime(start);

            client.send(Frames.chunk().call(1).message(new byte[999]).build(), Frames.ping(5));
            client.read(9);
        }
    }

    @Test
    void idleClientIsDisconnectedHoweverMuchItPings() throws IOException {
        try (RpcClient patient =
                Served.client(SERVED.address(), KernelSettings.DEFAULT).build()) {
            assertThat(patient.stub(Probe.class).next(1)).isEqualTo(2);
            long start = System.nanoTime();
            try (RawPeer client = RawPeer.client(SERVED.address())) {
                RawPeer.Frame answer;
                do {
                    client.send(Frames.ping(5));
                    answer = client.read();
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TEN_TIMES);
                } while (answer.type() == 9);

                assertInTime(start);
                assertThat(answer.type()).isEqualTo(10);
                assertThat(answer.fields()).as("flags and reason").startsWith(0, 4);
                client.readGoAway(4);
            }
            assertThat(patient.stub(Probe.class).next(2)).isEqualTo(3);
        }
    }
}
