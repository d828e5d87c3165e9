package dev.tenstep.rpc.cli.proto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.cli.schema.ClassPath;
import dev.tenstep.rpc.cli.schema.ProtoSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the verdicts on a table of changes, most of .proto files, others of Java interfaces. */
final class MutationsTest {
    @TempDir
    private Path folder;

    static List<Mutation> table() throws IOException {
        return Mutation.all();
    }

    @Test
    void theTableHasFortyChangesAndADozenInJava() throws IOException {
        assertThat(table()).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(table()).filteredOn(Mutation::java).hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @MethodSource("table")
    void theVerdictIsThatOfTheTable(Mutation mutation) throws IOException {
        Path lock = mutation.written(mutation.before(), folder.resolve("old"));
        Contract old = Contract.of(ProtoSources.read(List.of(lock), List.of()));
        if (mutation.java()) {
            Path classes = Mutation.compiled(mutation.after(), folder.resolve("new"));
            try (ClassPath opened = ClassPath.open(classes.toString())) {
                check(mutation, old, Contract.of(opened.contracts(List.of())));
            }
        } else {
            Path now = mutation.written(mutation.after(), folder.resolve("new"));
            check(mutation, old, Contract.of(ProtoSources.read(List.of(now), List.of())));
        }
    }

    private static void check(Mutation mutation, Contract old, Contract now) {
        Set<Level> broken = EnumSet.noneOf(Level.class);
        StringBuilder said = new StringBuilder();
        for (Level level : Level.values()) {
            List<Finding> breaks = Comparison.of(old, now, level).stream()
                    .filter(Finding::breaks)
                    .toList();
            if (!breaks.isEmpty()) {
                broken.add(level);
            }
            breaks.forEach(each -> said.append(level).append(' ').append(each).append('\n'));
        }
        assertThat(broken).as(said.toString()).isEqualTo(mutation.breaks());
        // Each has a place in the old contract, and if that came from Java, one in Java.
        assertThat(said.toString().lines())
                .allMatch(line -> line.matches("\\w+ \\S+\\.proto:\\d+:\\d+: .*")
                        || line.contains(": the option ")
                        || line.contains("package")
                        || line.contains("syntax"));
        if (mutation.java() && now.services().keySet().equals(old.services().keySet())) {
            assertThat(said.toString().lines().filter(line -> !line.contains("the message is gone")))
                    .allMatch(line -> line.matches(".*, in (Orders|Shop).*"));
        }
        for (Finding each : Comparison.of(old, old, Level.FILE)) {
            assertThat(each.toString()).isEmpty();
        }
    }
}
