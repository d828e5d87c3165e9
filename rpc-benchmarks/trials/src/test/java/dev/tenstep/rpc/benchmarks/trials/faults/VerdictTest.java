package dev.tenstep.rpc.benchmarks.trials.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.benchmarks.trials.faults.Ledger.Span;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The comparison of the two ledgers detects each violation. */
final class VerdictTest {
    private static final Span NOW = Span.now(Duration.ofHours(1));

    private final RpcException notStarted = RpcException.notStarted(StatusCode.UNAVAILABLE, "no server", null);
    private final RpcException cut = new RpcException(StatusCode.UNAVAILABLE, "cut");
    private final Ledger ledger = new Ledger(Duration.ZERO);

    private Verdict verdict(int... executions) {
        byte[] byNumber = new byte[executions.length + 1];
        for (int i = 0; i < executions.length; i++) {
            byNumber[i + 1] = (byte) executions[i];
        }
        return Verdict.of(ledger, byNumber);
    }

    @Test
    void callsAreCountedByTheirEnd() {
        ledger.ended(ledger.next(), NOW, true, null);
        ledger.ended(ledger.next(), NOW, true, notStarted);
        ledger.ended(ledger.next(), NOW, true, cut);
        ledger.ended(ledger.next(), NOW, true, cut);

        Verdict verdict = verdict(1, 0, 1);
        assertThat(verdict.wrong()).isEmpty();
        assertThat(verdict.text())
                .isEqualToIgnoringNewLines("4 calls: 1 succeeded, 1 failed and were not started, 2 failed and may "
                        + "have been (1 were); 0.00 s after the deadline at the latest");
    }

    @Test
    void callThatNeverEndedIsSeen() {
        ledger.next();
        assertThat(verdict(1).wrong()).containsExactly("1 calls never ended");
    }

    @Test
    void callThatEndedTwiceIsSeen() {
        long number = ledger.next();
        ledger.ended(number, NOW, true, cut);
        ledger.ended(number, NOW, true, cut);
        assertThat(verdict(1).wrong()).containsExactly("1 calls ended more than once");
    }

    @Test
    void lateCallIsSeen() {
        ledger.ended(ledger.next(), Span.now(Duration.ofSeconds(-1)), true, cut);
        assertThat(verdict(1).wrong()).contains("1 calls ended too late");
    }

    @Test
    void replyOfAnotherIsSeen() {
        ledger.ended(ledger.next(), NOW, false, null);
        assertThat(verdict(1).wrong()).contains("1 calls got another's reply");
    }

    @Test
    void secondExecutionIsSeen() {
        ledger.ended(ledger.next(), NOW, true, cut);
        assertThat(verdict(2).wrong()).containsExactly("1 calls were executed more than once");
    }

    @Test
    void executionOfACallThatWasNotStartedIsSeen() {
        ledger.ended(ledger.next(), NOW, true, notStarted);
        assertThat(verdict(1).wrong()).containsExactly("1 calls were executed but reported as not started");
    }

    @Test
    void answerWithoutAnExecutionIsSeen() {
        ledger.ended(ledger.next(), NOW, true, null);
        assertThat(verdict().wrong()).containsExactly("1 calls were answered but not executed");
    }

    @Test
    void failureThatNobodyExpectsIsSeen() {
        ledger.ended(ledger.next(), NOW, true, new RpcException(StatusCode.INTERNAL, "what?"));
        assertThat(verdict(1).wrong()).containsExactly("call 1 failed: RpcException: INTERNAL (here): what?");
    }
}
