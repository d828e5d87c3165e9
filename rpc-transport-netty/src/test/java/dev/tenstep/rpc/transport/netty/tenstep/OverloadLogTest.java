package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.worker.RefusalLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Calls that a server's limits refuse: a line says so, once for many, with the limit and a client's address. */
final class OverloadLogTest {
    private static final int ERROR = 5;

    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " "
                    + event.getFormattedMessage()
                            .replaceAll("/127.0.0.1:\\d+", "PEER")
                            .replaceAll("and \\d+ bytes", "and N bytes"));
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(appender);
    }

    @Test
    void callsBeyondThoseInFlightHaveOneLine() throws IOException {
        ProbeHandler handler = new ProbeHandler();
        try (RpcServer server = Served.server(KernelSettings.DEFAULT.withMaxInFlight(2), handler)
                        .start();
                RawPeer peer = RawPeer.client(server.address())) {
            peer.send(Frames.declare().number(0).method("Probe.hold").build());
            for (int id = 1; id <= 20; id++) {
                peer.send(Frames.request()
                        .method(0)
                        .call(id)
                        .message(Bytes.tinyParameters(1))
                        .build());
            }
            for (int id = 3; id <= 20; id++) {
                assertThat(peer.read(ERROR).u32(1)).isEqualTo(id);
            }
            handler.letGo();
        }
        assertThat(lines)
                .containsExactly(
                        "WARN calls refused by rpc.in-flight.limit: 1, the last one from PEER: the connection has 2"
                                + " calls in flight (expected: at most 2)");
    }

    @Test
    void messagesWithoutRoomHaveOneLine() throws IOException {
        byte[] part = new byte[60_000];
        try (RpcServer server = Served.server(KernelSettings.DEFAULT.withMaxHeld(1 << 20), new ProbeHandler())
                        .start();
                RawPeer peer = RawPeer.client(server.address())) {
            peer.send(Frames.declare().number(0).method("Probe.length").build());
            for (int call = 0; call < 4; call++) {
                peer.send(Frames.request()
                        .method(0)
                        .call(call)
                        .chunkedOf(400_000)
                        .message(part)
                        .build());
                for (int i = 0; i < 5; i++) {
                    peer.send(Frames.chunk().call(call).message(part).build());
                }
            }
            peer.read(ERROR);
            peer.read(ERROR);
        }
        assertThat(lines)
                .containsExactly(
                        "WARN calls refused by rpc.memory.limit: 1, the last one from PEER: a message of 400000 bytes,"
                                + " and N bytes are held for this and other connections (expected: at most 1048576, and for one"
                                + " connection no more than are free)");
    }

    @Test
    void callsBeyondTheAdaptiveLimitHaveOneLine() {
        ProbeHandler handler = new ProbeHandler();
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, handler)
                        .adaptiveLimit(true)
                        .handlers(1)
                        .queue(1)
                        .start();
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            List<CompletionStage<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(client.stub(Probe.class).holdLater(i));
            }
            Outcome.of(calls.get(9)).notStarted().is(StatusCode.RESOURCE_EXHAUSTED);
            handler.letGo();
        }
        assertThat(lines)
                .containsExactly(
                        "WARN calls refused by rpc.server.limit.adaptive: 1, the last one from PEER: the server is at"
                                + " its limit of 2 calls, which it adapts to how long they take");
    }

    /** A service whose handler is deaf to interrupts. */
    @RpcService("Deaf")
    interface Deaf {
        CompletableFuture<String> hold();
    }

    @Test
    void callsOfAConnectionThatHasAbandonedTooManyHaveOneLine() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> let = new CompletableFuture<>();
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .config(Map.of("rpc.server.abandoned.limit", "1"))
                        .service(Deaf.class, () -> {
                            begun.countDown();
                            return CompletableFuture.completedFuture(let.join());
                        })
                        .start();
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            CompletableFuture<String> abandoned = client.stub(Deaf.class).hold();
            begun.await();
            abandoned.cancel(true);
            Probe probe = client.stub(Probe.class);
            Eventually.until("a call is refused", () -> refuses(probe));
            let.complete("go");
        }
        assertThat(lines)
                .containsExactly(
                        "WARN calls refused by rpc.server.abandoned.limit: 1, the last one from PEER: the connection"
                                + " has 1 abandoned calls whose handlers are still running (expected: fewer than 1)");
    }

    private static boolean refuses(Probe probe) {
        try {
            probe.next(1);
            return false;
        } catch (RpcException e) {
            return e.code() == StatusCode.RESOURCE_EXHAUSTED;
        }
    }
}
