package dev.tenstep.rpc.proof;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.client.CallRaces;
import dev.tenstep.rpc.transport.netty.tenstep.ConnectionRaces;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.util.ExceptionResult;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * The class in which Lincheck's model checker runs all races, one order after the other. They share one class because
 * instrumenting the JDK takes seconds for each class that is checked.
 */
public final class Arena {
    static final List<Trial> TRIALS = Stream.of(CallRaces.all(), ConnectionRaces.all())
            .flatMap(Collection::stream)
            .toList();

    private volatile @Nullable Race race;

    /** Makes one, as Lincheck does. */
    public Arena() {}

    /** Prepares the race before the threads begin. */
    public void prepare(String name) {
        race = make(name);
    }

    /** Makes a race. It uses no lambdas, because the checker does not see objects made behind one. */
    static Race make(String name) {
        Race made = CallRaces.make(name);
        return made != null ? made : ConnectionRaces.make(name);
    }

    /** Acts in one of the threads. */
    public void act(String operation) {
        requireNonNull(race).act(operation);
    }

    /** Checks the race when all threads have ended. */
    @Validate
    public void check() {
        requireNonNull(race).check();
    }

    static ExecutionScenario scenario(Trial trial) {
        List<List<Actor>> threads = new ArrayList<>();
        for (String thread : trial.threads()) {
            threads.add(Arrays.stream(thread.split(" "))
                    .map(operation -> actor("act", String.class, operation))
                    .toList());
        }
        return new ExecutionScenario(List.of(actor("prepare", String.class, trial.race())), threads, List.of(), null);
    }

    private static Actor actor(String method, Class<?> parameter, Object argument) {
        try {
            Method found = Arena.class.getMethod(method, parameter);
            return new Actor(found, List.of(argument), false, false, false, false, false);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A verifier for operations that return and throw nothing; the race has a check of its own. */
    public static final class NothingThrown implements Verifier {
        /** Makes one, as Lincheck does. */
        public NothingThrown(Class<?> arena) {
            requireNonNull(arena, "arena");
        }

        @Override
        public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
            return results.getThreadsResultsWithClock().stream()
                    .flatMap(List::stream)
                    .noneMatch(each -> each.getResult() instanceof ExceptionResult);
        }
    }
}
