package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.cluster.Endpoint;
import dev.tenstep.rpc.cluster.Resolver;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests endpoints that come and go while a client lives: no call is lost. */
final class ChangingEndpointsTest {
    private final AtomicReference<Resolver.Listener> listener = new AtomicReference<>();
    private final ProbeHandler handler = new ProbeHandler();
    private final ProbeHandler other = new ProbeHandler();

    private RpcClient client() {
        return RpcClient.builder()
                .resolver(listener::set)
                .serializer(new TinySerializer())
                .deadline(Eventually.LONG)
                .build();
    }

    private void endpoints(String... addresses) {
        listener.get().endpoints(Stream.of(addresses).map(Endpoint::of).toList());
    }

    private static RpcServer server(ProbeHandler handler) {
        return Served.server(KernelSettings.DEFAULT, handler).start();
    }

    @Test
    void callInFlightToARemovedEndpointIsAnswered() throws Exception {
        try (RpcServer one = server(handler);
                RpcServer another = server(other);
                RpcClient client = client()) {
            endpoints(one.address());
            Probe probe = client.stub(Probe.class);
            CompletableFuture<Integer> held = probe.holdLater(1).toCompletableFuture();
            Eventually.until("it is held", () -> handler.holding() == 1);
            endpoints(another.address());
            for (int i = 0; i < 50; i++) {
                assertThat(probe.next(i)).isEqualTo(i + 1);
            }
            assertThat(other.started()).isEqualTo(50);
            handler.letGo();
            assertThat(held.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void connectionToARemovedEndpointIsClosed() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        FakeServer.Script leaving = server -> {
            server.greet();
            connected.countDown();
            server.readToEnd();
            closed.countDown();
        };
        try (FakeServer gone = new FakeServer(leaving);
                RpcServer stays = server(handler);
                RpcClient client = client()) {
            endpoints(gone.address(), stays.address());
            Probe probe = client.stub(Probe.class);
            CompletableFuture<Integer> first = probe.nextAtOnce(1).toCompletableFuture();
            assertThat(connected.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            first.cancel(true); // if it went to the endpoint that does not answer, its connection would wait for it
            endpoints(stays.address());
            assertThat(client.stub(Probe.class, CallOptions.deadline(Eventually.LONG))
                            .next(1))
                    .isEqualTo(2);
            assertThat(closed.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("closed")
                    .isTrue();
        }
    }

    @Test
    void noCallIsLostWhileEndpointsKeepChanging() throws Exception {
        try (RpcServer one = server(handler);
                RpcServer another = server(other);
                RpcClient client = client()) {
            AtomicBoolean over = new AtomicBoolean();
            List<String[]> lists = List.of(
                    new String[] {one.address()},
                    new String[] {one.address(), another.address()},
                    new String[] {another.address()});
            Thread registry = new Thread(() -> {
                for (int i = 0; !over.get(); i++) {
                    endpoints(lists.get(i % lists.size()));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
            });
            endpoints(one.address());
            registry.start();
            Probe probe = client.stub(Probe.class);
            for (int i = 0; i < 2000; i++) {
                assertThat(probe.next(i)).isEqualTo(i + 1);
            }
            over.set(true);
            registry.join();
        }
    }

    @Test
    void closedClientClosesItsResolver() throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        Resolver resolver = new Resolver() {
            @Override
            public void start(Listener names) {}

            @Override
            public void close() {
                ended.set(true);
            }
        };
        RpcClient.builder()
                .resolver(resolver)
                .serializer(new TinySerializer())
                .build()
                .close();
        assertThat(ended).isTrue();
    }
}
