package dev.tenstep.rpc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays the fuzzer's seeds and its past finds, without the fuzzer. */
final class FuzzInputsTest {
    private static final int CHANGES = 4;

    @ParameterizedTest
    @EnumSource
    void inputsAreSurvived(Targets target) {
        Map<String, byte[]> inputs = target.inputs();
        assertThat(inputs).isNotEmpty();
        inputs.forEach((name, input) ->
                assertThatCode(() -> target.run(input)).as(name).doesNotThrowAnyException());
    }

    /** Makes the same changes in every run: a failure that a fuzzer would find at once shows without it. */
    @ParameterizedTest
    @EnumSource
    void inputsAreSurvivedWithAFewBytesChanged(Targets target) {
        Random random = new Random(14);
        target.inputs().forEach((name, input) -> {
            byte[] changed = Arrays.copyOf(input, input.length);
            for (int i = 0; i < CHANGES && changed.length > 0; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                assertThatCode(() -> target.run(changed)).as(name).doesNotThrowAnyException();
            }
        });
    }
}
