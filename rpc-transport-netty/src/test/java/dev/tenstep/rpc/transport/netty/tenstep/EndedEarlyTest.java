package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Tests calls that are given up before their parameters are decoded: they do not begin, and nobody is at fault. */
final class EndedEarlyTest {
    private final AtomicReference<Call> seen = new AtomicReference<>();
    private final AtomicReference<Runnable> goOn = new AtomicReference<>();
    private final AtomicReference<RpcException> failure = new AtomicReference<>();
    private final Filter patient = (call, replyTo, next) -> {
        goOn.set(() -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException thrown) {
                failure.set(thrown);
                replyTo.fail(thrown);
            }
        }));
        seen.set(call);
    };

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0, true",
        "127.0.0.1:0, false",
        "inproc:ended-early, true",
        "inproc:ended-early, false",
    })
    void callThatEndedBeforeItsParametersWereDecodedIsNoFault(String address, boolean atOnce) {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.tenstep");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        ProbeHandler handler = new ProbeHandler();
        try (RpcServer server = Served.server(address, KernelSettings.DEFAULT, handler)
                        .filter(patient)
                        .start();
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Probe probe = client.stub(Probe.class);
            CompletableFuture<Integer> call = (atOnce ? probe.nextAtOnce(1) : probe.holdLater(1)).toCompletableFuture();
            Eventually.until("the filter has the call", () -> seen.get() != null);
            call.cancel(true);
            Eventually.until("the server knows", () -> seen.get().cancelled());
            logger.addAppender(lines);
            goOn.get().run();
            Eventually.until("the call continues", () -> failure.get() != null);
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(failure.get().code()).isEqualTo(CANCELLED);
        assertThat(handler.started()).isZero();
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }
}
