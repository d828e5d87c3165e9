package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages for users who ask for something that does not exist. */
final class CompareCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void unknownContenderIsNamedWithTheKnownOnes() {
        assertThat(run("--only", "grpc-direct,grcp")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("unknown contender: grcp (known: floor-naive, floor-coalesced, floor-batched, ")
                .contains("compare --help");
    }

    @Test
    void unknownOptionIsNamedWithTheKnownOnes() {
        assertThat(run("--qick")).isEqualTo(2);
        assertThat(err.toString()).startsWith("Unknown option: '--qick'").contains("--quick", "--json");
    }

    @Test
    void unknownOperationIsNamedWithTheKnownOnes() {
        assertThat(run("--operations", "ekho")).isEqualTo(2);
        assertThat(err.toString()).contains("ekho", "EXIST", "ECHO", "PAGE");
    }

    @Test
    void levelOutOfRangeIsRefusedWithTheRange() {
        assertThat(run("--levels", "32,0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--levels: 0 (expected: 1..1024)");
    }

    @Test
    void durationMustBeAboveZero() {
        assertThat(run("--seconds", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--seconds: 0.0 (expected: above 0, at most 3600)");
    }

    @Test
    void streamsAreMeasuredForATimeAboveZero() {
        for (String option : new String[] {"--rounds", "--seconds", "--warmup"}) {
            assertThat(execute("streams", option, "0")).isEqualTo(2);
            assertThat(err.toString()).contains(option + ": 0.0 (expected: above 0, at most 3600)");
        }
    }

    @Test
    void contenderThatIsNotBuiltIsNamedWithWhatToRun(@TempDir Path empty) {
        assertThat(run("--contenders", empty.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("contender floor is not built: " + empty.resolve("rpc-benchmarks-floor.classpath"))
                .contains("mvn -B verify");
    }

    @Test
    void contenderOfStreamsThatIsNotBuiltIsNamedWithoutATrace(@TempDir Path empty) {
        assertThat(execute("streams", "--contenders", empty.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("contender tenstep is not built: ")
                .doesNotContain("\tat ");
    }

    @Test
    void serverThatIsNotBuiltIsNamedWithoutATrace(@TempDir Path empty) {
        assertThat(execute("h2load", "--protocol", "connect", "--contenders", empty.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("contender tenstep is not built: ")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare --rounds 0 | --rounds: 0.0 (expected: above 0, at most 3600)",
                "compare --rounds 1.5 | Invalid value for option '--rounds': '1.5' is not an int",
                "compare --seconds NaN | --seconds: NaN (expected: above 0, at most 3600)",
                "compare --seconds Infinity | --seconds: Infinity (expected: above 0, at most 3600)",
                "compare --warmup -1 | --warmup: -1.0 (expected: above 0, at most 3600)",
                "compare --levels 1,,2 | Invalid value for option '--levels'",
                "compare --levels 1,1 | --levels: [1, 1] (expected: each once)",
                "compare --modes async,ASYNC | --modes: [ASYNC, ASYNC] (expected: each once)",
                "compare --operations echo,echo | --operations: [ECHO, ECHO] (expected: each once)",
                "compare --only= | unknown contender:  (known: ",
                "compare --only grpc-direct,grpc-direct | grpc-direct",
                "compare --json= | --json: '' can't be written",
                "streams --rounds 3601 | --rounds: 3601.0 (expected: above 0, at most 3600)",
                "streams --delay 1001 | --delay: 1001 (expected: 0..1000)",
                "streams --only floor-naive | --only: floor-naive (expected: some of tenstep-protobuf",
                "h2load --streams 0 | --streams: 0 (expected: 1..3600)",
                "h2load --warmup 3601 | --warmup: 3601 (expected: 1..3600)",
                "h2load --protocol connect --streams 2 | --streams: 2 (expected: none, since a connection of HTTP/1.1",
                "h2load --protocol thrift | Invalid value for option '--protocol'",
                "netrpc --outstanding 1,0 | --outstanding: 0 (expected: 1..3600)",
                "netrpc --rounds 0 | --rounds: 0 (expected: 1..3600)",
                "comparee | Unmatched argument at index 0: 'comparee'"
            })
    void nonsenseIsReportedWithoutATraceAndNothingIsMeasured(String arguments, String error) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(error).doesNotContain("\tat ");
    }

    @Test
    void listNamesEveryContender() {
        assertThat(run("--list")).isZero();
        assertThat(out.toString().lines()).hasSameSizeAs(Entry.ALL);
    }

    @Test
    void helpHasExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Examples:", "compare --quick");
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "compare";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return execute(all);
    }

    private int execute(String... all) {
        return Benchmarks.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
