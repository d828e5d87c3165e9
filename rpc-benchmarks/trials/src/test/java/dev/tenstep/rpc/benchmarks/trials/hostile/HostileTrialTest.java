package dev.tenstep.rpc.benchmarks.trials.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.benchmarks.trials.hostile.Attack.Words;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/**
 * The trial at a small size: an attack runs, its effect is measured, and a server that fails is told from one that
 * survives.
 */
@Timeout(120)
final class HostileTrialTest {
    private static final HostileRun.Plan SMALL =
            new HostileRun.Plan(128, 16, Duration.ofMillis(100), Duration.ofSeconds(2));

    @Test
    void victimsCallsAreCountedWhileOthersSendHalfFrames() throws Exception {
        Attack halves = Attacks.all().stream()
                .filter(attack -> attack.name().equals("halves"))
                .findFirst()
                .orElseThrow();
        try (HostileRun run = HostileRun.start(SMALL)) {
            Finding finding = run.run(halves);
            assertThat(finding.victim()).isNotNull();
            assertThat(finding.victim().calls()).isPositive();
            assertThat(finding.victim().failed()).isZero();
            assertThat(run.handlersLeft()).isEqualTo(SMALL.handlers());
        }
    }

    @Test
    void serverThatDiesIsReportedWithTheEndOfItsLog() throws Exception {
        try (HostileRun run = HostileRun.start(SMALL)) {
            run.kill();
            Finding finding = run.run(new Attack("any", "any", 1, true, Words.NONE));
            assertThat(finding.good()).isFalse();
            assertThat(finding.text()).contains("WRONG");
        }
    }

    @Test
    void unknownAttackIsReportedWithTheKnownOnes() {
        StringWriter errors = new StringWriter();
        int exitValue = new CommandLine(new HostileTrial())
                .setErr(new PrintWriter(errors))
                .execute("--only=silent,slient");

        assertThat(exitValue).isEqualTo(2);
        assertThat(errors.toString())
                .startsWith("--only: 'slient' (expected some of:")
                .contains("declarations");
    }
}
