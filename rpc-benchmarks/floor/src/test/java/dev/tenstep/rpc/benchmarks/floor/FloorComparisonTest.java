package dev.tenstep.rpc.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.benchmarks.Benchmarks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program with the floors as its only contenders, over a real network, in a few seconds. */
@Timeout(120)
final class FloorComparisonTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void floorsAreMeasuredAndReported() throws Exception {
        offer(System.getProperty("java.class.path"));

        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains("### echo, blocking, 2 outstanding", "### echo, async, 2 outstanding")
                .containsPattern("floor-naive +\\| +[1-9][0-9,]* \\|")
                .containsPattern("floor-coalesced +\\| +[1-9][0-9,]* \\| +1\\.00 \\|")
                .containsPattern("floor-batched +\\| +[1-9][0-9,]* \\| +[0-9.]+ \\| +1\\.00 \\|");
        assertThat(folder.resolve("report.json")).content().contains("\"contender\": \"floor-batched\"");
    }

    @Test
    void contenderThatDoesNotStartIsReportedWithItsErrors() throws Exception {
        offer(folder.toString());

        assertThat(run()).isOne();
        assertThat(out.toString())
                .contains("**floor-naive** failed during its start: the server of floor-naive ended with exit value 1")
                .contains("no contender on the class path");
    }

    /** Lays out the folder as the build does: a jar (here an empty folder) and the list of jars that it needs. */
    private void offer(String classPath) throws IOException {
        Files.createDirectory(folder.resolve("rpc-benchmarks-floor.jar"));
        Files.writeString(folder.resolve("rpc-benchmarks-floor.classpath"), classPath);
    }

    private int run() {
        return Benchmarks.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute(
                        ("compare --jvm-arg=-XX:TieredStopAtLevel=1 --only floor-naive --operations echo --levels 2 --rounds 1 --seconds 0.1 --warmup 0.1"
                                        + " --contenders " + folder + " --json " + folder.resolve("report.json"))
                                .split(" "));
    }
}
