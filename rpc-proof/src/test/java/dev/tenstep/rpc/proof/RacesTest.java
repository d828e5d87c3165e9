package dev.tenstep.rpc.proof;

import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RacesTest {
    private static final String INTERLEAVINGS = "proof.interleavings";
    private static final int ROUNDS = Integer.getInteger("proof.rounds", 1000);

    /** The class name of the only race to run; all of them by default. */
    private static final String RACE = System.getProperty("proof.race", "");

    static List<Trial> trials() {
        return Arena.TRIALS.stream()
                .filter(trial -> trial.race().contains(RACE))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("trials")
    @Timeout(600)
    void endsWellAsOftenAsItIsRun(Trial trial) {
        RealThreads.run(trial, ROUNDS);
    }

    /** Takes minutes, most of which go into instrumenting the classes that take part. */
    @Test
    @EnabledIfSystemProperty(named = INTERLEAVINGS, matches = "[1-9][0-9]*")
    void everyRaceEndsWellInEveryOrder() {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(Integer.getInteger(INTERLEAVINGS))
                .verifier(Arena.NothingThrown.class)
                .minimizeFailedScenario(false);
        for (Trial trial : trials()) {
            // Loggers must not be created while orders are explored.
            RealThreads.run(trial, 1);
            options.addCustomScenario(Arena.scenario(trial));
        }
        try {
            options.check(Arena.class);
        } catch (LincheckAssertionError e) {
            throw new AssertionError("a race, which prepare(...) names, ends wrongly in an order", e);
        }
    }
}
