package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    void completionKnowsCommandsAndOptions() {
        Outcome outcome = Outcome.of("completion");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("complete -F", "describe", "--deadline");
    }
}
