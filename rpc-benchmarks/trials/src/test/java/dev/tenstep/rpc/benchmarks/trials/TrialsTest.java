package dev.tenstep.rpc.benchmarks.trials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.benchmarks.trials.OverloadTrial.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The trials at a small size: they run, and see what they should. */
@Timeout(120)
final class TrialsTest {

    @Test
    void helpShowsWholeSentencesOfEveryTrial() {
        CommandLine trials = Trials.commandLine();
        String help = trials.getUsageMessage().replaceAll("\\s+", " ");
        assertThat(trials.getSubcommands()).hasSizeGreaterThan(5).allSatisfy((name, trial) -> {
            String[] description = trial.getCommandSpec().usageMessage().description();
            // The list of trials shows the first of several lines, and treats a percent sign as a format.
            assertThat(description).as(name).hasSize(1);
            assertThat(help).contains(String.format(description[0]));
        });
    }

    @Test
    void blocksComeWholeAndInOrderByEveryWay() throws Exception {
        int blocks = 300;
        int size = 16 << 10;
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .service(Firehose.class, new Firehose.Handler())
                        .start();
                RpcClient client = RpcClient.to(server.address())) {
            Firehose firehose = client.stub(Firehose.class);
            long slow = 8 << 20;
            assertThat(BackpressureTrial.published(firehose, blocks, size, slow))
                    .isEqualTo((long) blocks * size);
            assertThat(BackpressureTrial.listed(firehose, blocks, size, slow)).isEqualTo((long) blocks * size);
            assertThat(BackpressureTrial.uploaded(firehose, blocks, size, slow)).isEqualTo((long) blocks * size);
            assertThat(BackpressureTrial.uploadedBlocking(firehose, blocks, size, slow))
                    .isEqualTo((long) blocks * size);
        }
    }

    @Test
    void overloadedServerServesSomeAndRefusesTheRest() {
        Outcome[] phases = OverloadTrial.run(Duration.ofSeconds(1), 16, false);
        assertThat(phases[1].served.sum()).isPositive();
        assertThat(phases[1].refused.sum()).isPositive();
        assertThat(phases[1].otherwise.sum()).isZero();
    }

    @Test
    void noCallIsLostOrRunTwiceWhereServersRestart() throws Exception {
        RestartTrial.Result result = RestartTrial.run(4);
        assertThat(result.lost()).isEmpty();
        assertThat(result.twice()).isZero();
        assertThat(result.notRun()).isZero();
        assertThat(result.calls()).isPositive();
    }

    @Test
    void deadlinesAndCancellationsAreNoticedOnBothSides() throws Exception {
        assertThat(new TimelinessTrial().run(10)).hasSize(6).allSatisfy(measured -> {
            assertThat(measured.micros().getTotalCount()).isEqualTo(10);
            assertThat(measured.micros().getMaxValue()).isLessThan(10 * measured.bound());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "timeliness, --calls, 0, 1..1000000",
        "restarts, --restarts, -1, 1..1000000",
        "overload, --seconds, 0, 1..1000000",
        "overload, --seconds, 1000001, 1..1000000",
        "overload, --queue, -1, 0..1000000",
        "backpressure, --block, 1048577, 1024..1048576",
        "backpressure, --block, 1.5, 1024..1048576",
        "backpressure, --megabytes, many, 1..1000000",
        "backpressure, --slower, '', 1..1000000",
        "hostile, --heap, 63, 64..65536",
        "hostile, --heap, 65537, 64..65536",
        "hostile, --heap, 512m, 64..65536",
        "hostile, --hold, 0, 1..1000000",
        "hostile, --handlers, 99999999999, 1..1000000",
    })
    void impossibleNumbersAreReportedAndNothingIsRun(String trial, String option, String value, String range) {
        StringWriter told = new StringWriter();
        int exit = Trials.commandLine().setErr(new PrintWriter(told)).execute(trial, option, value);

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString()).contains(option, "'" + value + "' (expected: a whole number, " + range + ")");
    }
}
