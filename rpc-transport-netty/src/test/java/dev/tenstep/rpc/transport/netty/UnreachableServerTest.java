package dev.tenstep.rpc.transport.netty;

import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.transport.netty.tenstep.FakeServer;
import dev.tenstep.rpc.transport.netty.tenstep.Outcome;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.RawPeer;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests an endpoint where nobody listens: calls fail at once and say why, attempts are few, and a server that comes
 * back is found soon.
 */
final class UnreachableServerTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final Duration TEN_TIMES_SOON = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 1_000_000;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    private static String unusedAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static RpcClient client(String address) {
        return Served.client(address, KernelSettings.DEFAULT).build();
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Test
    void callWithoutAListenerFailsAtOnceAndSaysWhy() throws IOException {
        String address = unusedAddress();
        try (RpcClient client = client(address)) {
            Probe probe = client.stub(Probe.class);
            long start = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                Outcome.of(() -> probe.next(1))
                        .notStarted()
                        .here()
                        .is(UNAVAILABLE)
                        .startsWith(address + ": no connection: ")
                        .contains("refused");
                Outcome.of(probe.nextAtOnce(1)).notStarted().here().is(UNAVAILABLE);
            }
            assertThat(since(start)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void unresolvableHostNameIsReportedAsSuch() {
        try (RpcClient client = client("no-such-host.invalid:4711")) {
            Probe probe = client.stub(Probe.class);
            for (int i = 0; i < 3; i++) {
                Outcome.of(() -> probe.next(1))
                        .notStarted()
                        .here()
                        .is(UNAVAILABLE)
                        .startsWith("no-such-host.invalid:4711: no connection: the host name does not resolve: ");
            }
        }
    }

    @Test
    void attemptsAreFewHoweverManyCallsThereAre() throws IOException {
        int attempts;
        int calls = 0;
        try (FakeServer server = new FakeServer(RawPeer::close);
                RpcClient client = client(server.address())) {
            Probe probe = client.stub(Probe.class);
            long start = System.nanoTime();
            while (since(start).compareTo(Duration.ofSeconds(1)) < 0) {
                assertThat(succeeds(probe)).isFalse();
                calls++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            attempts = server.accepted();
        }
        // The shortest possible delays are 80, 128, 204, 327 and 524 ms.
        assertThat(attempts).isBetween(2, 5);
        assertThat(calls).isGreaterThan(5 * attempts);
    }

    @Test
    void waitingCallsAreLimited() throws IOException {
        int some = 100;
        try (RpcClient client = client(unusedAddress())) {
            Probe probe = client.stub(
                    Probe.class, CallOptions.deadline(Duration.ofMinutes(1)).waitForReady());
            List<CompletableFuture<Integer>> calls = Stream.generate(
                            () -> probe.nextAtOnce(1).toCompletableFuture())
                    .limit(UnsentCalls.MAX_CALLS + some)
                    .toList();
            Eventually.until(
                    "those that are too many have ended",
                    () -> calls.stream().filter(CompletableFuture::isDone).count() == some);
            for (CompletableFuture<Integer> call : calls) {
                if (call.isDone()) {
                    Outcome.of(call)
                            .notStarted()
                            .here()
                            .is(RESOURCE_EXHAUSTED)
                            .contains("65536 calls of 327680 bytes are waiting for a connection");
                }
            }
        }
    }

    @Test
    void serverThatComesBackIsFoundSoon() {
        ProbeHandler handler = new ProbeHandler();
        RpcServer first = Served.server(KernelSettings.DEFAULT, handler).start();
        try (RpcClient client = client(first.address())) {
            Probe probe = client.stub(Probe.class);
            assertThat(probe.next(1)).isEqualTo(2);
            first.close();
            Eventually.until("the client has noticed", () -> !succeeds(probe));
            long gone = System.nanoTime();
            while (since(gone).compareTo(Duration.ofSeconds(1)) < 0) {
                Outcome.of(() -> probe.next(1)).notStarted().is(UNAVAILABLE);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            try (RpcServer second = Served.server(first.address(), KernelSettings.DEFAULT, handler)
                    .start()) {
                long back = System.nanoTime();
                Eventually.until("a call succeeds", () -> succeeds(probe));
                assertThat(since(back)).isLessThan(TEN_TIMES_SOON);
                assertThat(second.address()).isEqualTo(first.address());
            }
        }
    }

    private static boolean succeeds(Probe probe) {
        try {
            return probe.next(1) == 2;
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(UNAVAILABLE);
            return false;
        }
    }
}
