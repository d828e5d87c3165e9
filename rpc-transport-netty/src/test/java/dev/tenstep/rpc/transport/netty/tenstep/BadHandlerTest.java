package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static dev.tenstep.rpc.call.StatusCode.NOT_FOUND;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static dev.tenstep.rpc.call.StatusCode.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests misbehaving handlers: only their call ends, while its connection and all others go on. */
final class BadHandlerTest {
    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    private RpcClient client;
    private Probe probe;

    @BeforeEach
    void connect() {
        client = Served.client(SERVED.address(), KernelSettings.DEFAULT).build();
        probe = client.stub(Probe.class);
    }

    @AfterEach
    void connectionGoesOn() {
        assertThat(probe.next(1)).isEqualTo(2);
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unchecked", "checked", "error", "overflow", "memory", "no message", "own cause"})
    void undeclaredExceptionStaysOnTheServer(String how) {
        Outcome.of(() -> probe.fail(how))
                .fromServer()
                .maybeStarted()
                .is(UNKNOWN)
                .matches("Probe\\.fail failed on the server; see its log, error id [0-9a-f]+");
    }

    @Test
    void declaredExceptionArrivesAsItself() {
        Probe.Refusal refusal = catchThrowableOfType(Probe.Refusal.class, () -> probe.fail("declared"));
        assertThat(refusal).hasMessage("not today");
        assertThat(refusal.number()).isEqualTo(7);
        Probe.Other other = catchThrowableOfType(Probe.Other.class, () -> probe.fail("whatever"));
        assertThat(other).hasMessage("whatever");
    }

    @Test
    void thrownStatusBecomesTheCalls() {
        Outcome.of(() -> probe.fail("status"))
                .fromServer()
                .maybeStarted()
                .is(NOT_FOUND)
                .isEqualTo("no such number");
        Outcome.of(() -> probe.fail("relayed"))
                .fromServer()
                .maybeStarted()
                .is(UNAVAILABLE)
                .isEqualTo("another server is down");
    }

    @Test
    void failedOrMissingStageIsTheServersFault() {
        for (String how : new String[] {"later", "null stage"}) {
            Outcome.of(probe.failLater(how))
                    .fromServer()
                    .maybeStarted()
                    .is(UNKNOWN)
                    .contains("Probe.failLater failed");
        }
    }

    @Test
    void nullArrivesAsNull() throws Exception {
        assertThat(probe.nothing()).isNull();
        assertThat(probe.failLater("null").toCompletableFuture().get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .isNull();
    }

    @Test
    void handlerThatDoesNotReturnIsAbandonedAtTheDeadline() {
        Probe hasty = client.stub(Probe.class, CallOptions.deadline(Duration.ofMillis(100)));
        Outcome.of(() -> hasty.hold(1))
                .here()
                .maybeStarted()
                .is(DEADLINE_EXCEEDED)
                .contains("Probe.hold");
    }
}
