package dev.tenstep.rpc.benchmarks.trials.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The trial at a small size: every kind of fault, and a stopped server. */
@Timeout(120)
final class FaultsTrialTest {
    private static final Plan SMALL = new Plan(
            2000,
            32,
            12,
            List.of(Duration.ofSeconds(1)),
            false,
            new Plan.Times(
                    Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofMillis(400)),
            new Plan.Bounds(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(50),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(100)));

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void everyCallEndsOnceAndNoneIsExecutedTwice() throws Exception {
        FaultRun.Result result = FaultRun.of(SMALL);

        assertThat(result.verdict().wrong()).isEmpty();
        assertThat(result.findings()).allMatch(Finding::good).hasSize(Fault.values().length + 2);
        assertThat(result.findings().stream().limit(Fault.values().length)).allMatch(finding -> finding.times() >= 1);
        assertThat(result.cuts()).isGreaterThanOrEqualTo(SMALL.cuts());
        Verdict verdict = result.verdict();
        assertThat(verdict.succeeded() + verdict.notStarted() + verdict.maybeStarted())
                .isEqualTo(verdict.calls());
        assertThat(verdict.succeeded()).isGreaterThanOrEqualTo(SMALL.calls());
        assertThat(verdict.executed()).as("calls of which the reply was lost").isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--calls=0 | --calls: 0 (expected: 1..50000000)",
                "--cuts=-1 | --cuts: -1 (expected: 0..100000)",
                "--stop=3,0 | --stop: 0 (expected: 1..3600)",
                "--outstanding=1001 | --outstanding: 1001 (expected: 1..1000)",
                "--seconds=9 | --seconds: 9 (expected: 10..86400)",
                "--seconds=soon | Invalid value for option '--seconds': 'soon' is not an int"
            })
    void wrongOptionSaysWhatWasExpected(String option, String text) {
        StringWriter errors = new StringWriter();
        int exitValue = new CommandLine(new FaultsTrial())
                .setErr(new PrintWriter(errors))
                .execute(option);

        assertThat(exitValue).isEqualTo(2);
        assertThat(errors.toString()).startsWith(text);
    }
}
