package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class MainTest {

    @Test
    void everyCommandHasHelpWithExamples() {
        List<String> without = new ArrayList<>();
        check(Main.commandLine(), without);
        assertThat(without).isEmpty();
    }

    private static void check(CommandLine command, List<String> without) {
        boolean generated = command.getCommandName().equals("completion");
        if (!generated && !command.getUsageMessage().contains("Examples:")) {
            without.add(command.getCommandSpec().qualifiedName());
        }
        command.getSubcommands().values().forEach(each -> check(each, without));
    }

    @Test
    void anUnknownCommandIsAnErrorWithASuggestion() {
        Outcome outcome = Outcome.of("cal");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("Unmatched argument", "'cal'", "call");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "foo        | TARGET: foo (expected: HOST:PORT or unix:PATH)",
                "host:      | TARGET: host: (expected: HOST:PORT or unix:PATH)",
                "host:port  | TARGET: host:port (expected: HOST:PORT or unix:PATH)",
                "http://x   | TARGET: http://x (expected: HOST:PORT or unix:PATH)",
                "host:99999 | TARGET: host:99999 (expected: HOST:PORT or unix:PATH; the port is 99999)",
                ":50000     | TARGET: :50000 (expected: HOST:PORT or unix:PATH; there is no host)",
                "unix:      | TARGET: unix: (expected: HOST:PORT or unix:PATH; the path has 0 bytes, of 1..107)",
                "^^         | TARGET: '' (expected: HOST:PORT or unix:PATH)"
            })
    void aTargetThatIsNoneIsAnErrorOfTheCommandLine(String target, String error) {
        for (String[] command : List.of(
                new String[] {"list", target},
                new String[] {"describe", target},
                new String[] {"health", target},
                new String[] {"call", target, "a.B/C"},
                new String[] {"proto", "export", target, "-o", "target/none.binpb"})) {
            Outcome outcome = Outcome.of(command);
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("rpc " + command[0]).contains(": " + error + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list 127.0.0.1:1 -I src | --import-path without --proto (expected: both",
                "list --class-path src -I src | --import-path without --proto (expected: both",
                "list --class-path src --tls | --tls with --class-path (expected: one of them, since no server is called)",
                "describe --proto src/test/resources/protos/acme/common.proto -H a:b | --header with --proto (expected: one of them",
                "proto export 127.0.0.1:1 --imports -o x | --imports without --class-path (expected: both, or neither",
                "proto export --class-path src --deadline 1s | --deadline with --class-path (expected: one of them",
                "list --class-path src 127.0.0.1:1 | the TARGET 127.0.0.1:1 with --class-path (expected: one of them"
            })
    void optionsThatWouldHaveNoEffectAreRefused(String arguments, String error) {
        Outcome outcome = Outcome.of(arguments.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(error);
    }

    @Test
    void argumentsThatAreNotWhatWasTypedAreRefused() {
        assertThat(Main.undecoded(new String[] {"call", "a\ufffd"}, "ANSI_X3.4-1968"))
                .startsWith(
                        "the argument a\ufffd has bytes that are not characters in the locale's encoding, ANSI_X3.4-1968"
                                + " (expected: ");
        assertThat(Main.undecoded(new String[] {"call", "a\ufffd"}, "UTF-8")).isNull();
        assertThat(Main.undecoded(new String[] {"call", "a"}, "ANSI_X3.4-1968")).isNull();
    }

    @Test
    void outputIsUtf8AndKnowsWhenNobodyReads(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out");
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            assertThat(Main.writer(out.getFD()).append("\u00e4\n").checkError()).isFalse();
        }
        assertThat(file).hasContent("\u00e4\n");
        FileOutputStream closed = new FileOutputStream(file.toFile());
        PrintWriter nobody = Main.writer(closed.getFD());
        closed.close();
        assertThat(nobody.append('a').checkError()).isTrue();
    }

    @Test
    void completionKnowsCommandsAndOptions() {
        Outcome outcome = Outcome.of("completion");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("complete -F", "describe", "--deadline");
    }
}
