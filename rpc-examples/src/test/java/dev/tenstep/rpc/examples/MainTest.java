package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
    /** What a command did. */
    private record Outcome(int exitCode, String out, String err) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "server ", "client ", "demo "})
    void helpShowsExamples(String command) {
        Outcome outcome = run(command + "--help");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("Usage:", "Examples:", "java -jar rpc-examples.jar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve | Unmatched argument at index 0: 'serve'",
                "server --prot=1 | Unknown option: '--prot=1'",
                "server --port many | Invalid value for option '--port': 'many' is not an int",
                "server --port -1 | --port: -1 (expected: 0..65535)",
                "server --port 65536 | --port: 65536 (expected: 0..65535)",
                "server --config /nowhere | --config: /nowhere (expected: a readable file)",
                "client --warm-up -1 | --warm-up: -1 (expected: 0 or more)",
                "client bear | EXAMPLE: bear (expected one of: hello, panda, users)"
            })
    void wrongArgumentsAreNamedAndExitWith2(String arguments, String error) {
        Outcome outcome = run(arguments);
        assertThat(outcome.err()).contains(error).doesNotContain("\tat ");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void noCommandAtAllIsWrongToo() {
        assertThat(run("").exitCode()).isEqualTo(2);
    }

    private static Outcome run(String arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(
                arguments.isBlank() ? new String[0] : arguments.trim().split(" "));
        return new Outcome(exitCode, out.toString(), err.toString());
    }
}
