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
