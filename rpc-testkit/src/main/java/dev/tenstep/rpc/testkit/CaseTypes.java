package dev.tenstep.rpc.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** More of the users' types of {@link SampleService}: a sealed interface and its cases of each kind. */
public final class CaseTypes {
    private CaseTypes() {}

    /** A sealed interface with an enum, a class and a record. */
    public sealed interface Command permits Simple, Move, Say {}

    /** An enum as a case, one of its constants with a body. */
    public enum Simple implements Command {
        STOP,
        GO {
            @Override
            public String toString() {
                return "go!";
            }
        }
    }

    /** An immutable class as a case. */
    public static final class Move extends ImmutableTypes.Compared implements Command {
        private final int steps;

        public Move(int steps) {
            this.steps = steps;
        }

        public int getSteps() {
            return steps;
        }

        @Override
        List<@Nullable Object> all() {
            return List.of(steps);
        }
    }

    /** A record as a case, with another in it, and the enum by itself. */
    public record Say(@Nullable String text, @Nullable Command then, @Nullable Simple simple) implements Command {}
}
