package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that misbehaves is named, with its last output, and never waited for without a limit. */
@Timeout(60)
final class ChildTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void processThatDiesIsReportedWithItsExitValueAndItsErrors() throws Exception {
        try (Child child = start("dies")) {
            ChildFailed failed = catchThrowableOfType(ChildFailed.class, () -> child.await("ready", PATIENCE));

            assertThat(failed).hasMessage("the server of x ended with exit value 3");
            assertThat(failed.errorLines()).containsExactly("out of luck");
        }
    }

    @Test
    void silentProcessIsKilled() throws Exception {
        try (Child child = start("hangs")) {
            ChildFailed failed =
                    catchThrowableOfType(ChildFailed.class, () -> child.await("ready", Duration.ofMillis(1)));

            assertThat(failed).hasMessage("the server of x did not answer within 0 s");
        }
    }

    @Test
    void answerThatWasNotExpectedIsQuoted() throws Exception {
        try (Child child = start("answers")) {
            ChildFailed failed = catchThrowableOfType(ChildFailed.class, () -> child.ask("usage", "used", PATIENCE));

            assertThat(failed).hasMessage("the server of x said 'heard usage' (expected: used)");
        }
    }

    @Test
    void closeEndsTheProcess() throws Exception {
        Child child = start("hangs");
        child.close();
        ChildFailed failed = catchThrowableOfType(ChildFailed.class, () -> child.await("ready", PATIENCE));

        assertThat(failed).hasMessageStartingWith("the server of x ended");
    }

    private static Child start(String behaviour) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Child.start(
                "the server of x",
                List.of(java, "-cp", System.getProperty("java.class.path"), Misbehaving.class.getName(), behaviour));
    }

    /** The process. */
    static final class Misbehaving {
        /** Misbehaves as its argument says. */
        public static void main(String[] args) throws IOException {
            switch (args[0]) {
                case "dies" -> {
                    System.err.println("out of luck");
                    System.exit(3);
                }
                case "answers" -> System.out.println("heard " + new java.util.Scanner(System.in, "UTF-8").nextLine());
                default -> System.in.transferTo(System.out);
            }
        }
    }
}
