package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A client that was made, used, and is gone, without having been closed. */
final class UnclosedClientTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(RpcClient.class);
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event);
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

    private List<String> warnings() {
        return lines.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    private static Probe used(RpcClient client) {
        Probe probe = client.stub(Probe.class);
        assertThat(probe.next(1)).isEqualTo(2);
        assertThat(probe.nextAtOnce(1).toCompletableFuture().join()).isEqualTo(2);
        return probe;
    }

    private void await(String target) {
        Eventually.until("the client of " + target + " is missed", () -> {
            System.gc();
            return !lines.isEmpty();
        });
        assertThat(warnings())
                .containsExactly("WARN a client of " + target + " became unreachable and was never closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "inproc:unclosed-client"})
    void clientThatNobodyClosedIsMissedOnceWithThePlaceThatMadeIt(String address) {
        try (RpcServer server = Served.server(address, KernelSettings.DEFAULT, new ProbeHandler())
                .start()) {
            Filter through = (call, replyTo, next) -> next.exchange(call, replyTo);
            used(Served.client(server.address(), KernelSettings.DEFAULT)
                    .filter(through)
                    .attemptFilter(through)
                    .connections(2)
                    .build());
            await(server.address());
            assertThat(lines.get(0).getThrowableProxy().getStackTraceElementProxyArray())
                    .anyMatch(place ->
                            place.getStackTraceElement().getClassName().equals(UnclosedClientTest.class.getName()));
        }
    }

    @Test
    void clientThatWasClosedOrWhoseStubIsThereIsNotMissed() {
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .start();
                RpcServer other = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .start()) {
            Probe kept =
                    used(Served.client(server.address(), KernelSettings.DEFAULT).build());
            try (RpcClient closed =
                    Served.client(server.address(), KernelSettings.DEFAULT).build()) {
                used(closed);
            }
            used(Served.client(other.address(), KernelSettings.DEFAULT).build());
            await(other.address());
            assertThat(kept.next(1)).isEqualTo(2);
        }
    }
}
