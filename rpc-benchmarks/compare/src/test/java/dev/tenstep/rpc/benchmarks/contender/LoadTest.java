package dev.tenstep.rpc.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LoadTest {
    private final ExecutorService network = Executors.newSingleThreadExecutor();
    private final Load load = new Load(200);

    @AfterEach
    void close() {
        network.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void everyCallIsCountedOnceAndTimed(Mode mode) throws Exception {
        Measured measured = load.measure(new Echo(), mode, 4, 50);

        assertThat(measured.calls()).isGreaterThanOrEqualTo(4);
        assertThat(measured.latencies().getTotalCount()).isEqualTo(measured.calls());
        assertThat(measured.nanos()).isGreaterThanOrEqualTo(50_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void wrongReplyVoidsTheMeasurement(Mode mode) {
        Echo wrong = new Echo() {
            @Override
            public boolean answers(int number, Integer reply, boolean thorough) {
                return false;
            }
        };
        assertThatThrownBy(() -> load.measure(wrong, mode, 1, 50)).hasMessageContaining("wrong reply to call 0: 0");
    }

    @ParameterizedTest
    @EnumSource
    void failedCallVoidsTheMeasurement(Mode mode) {
        Echo failing = new Echo() {
            @Override
            public Integer call(int number) {
                throw new IllegalStateException("no connection");
            }

            @Override
            public void call(int number, BiConsumer<? super Integer, ? super Throwable> completion) {
                completion.accept(null, new IllegalStateException("no connection"));
            }
        };
        assertThatThrownBy(() -> load.measure(failing, mode, 3, 50)).hasMessageContaining("no connection");
    }

    @Test
    void callWithoutReplyVoidsTheMeasurement() {
        Echo silent = new Echo() {
            @Override
            public void call(int number, BiConsumer<? super Integer, ? super Throwable> completion) {
                // no reply, ever
            }
        };
        assertThatThrownBy(() -> load.measure(silent, Mode.ASYNC, 2, 20))
                .hasMessage("2 of 2 calls got no reply within 200 ms after the measurement");
    }

    @Test
    void measurementSurvivesItsWayToTheDriver() throws Exception {
        Measured measured = load.measure(new Echo(), Mode.ASYNC, 2, 20);

        assertThat(Measured.fromLine(measured.toLine())).isEqualTo(measured);
    }

    /** Replies with the number, from another thread. */
    private class Echo implements Calls<Integer> {
        @Override
        public Integer call(int number) throws Exception {
            return number;
        }

        @Override
        public void call(int number, BiConsumer<? super Integer, ? super Throwable> completion) {
            network.execute(() -> completion.accept(number, null));
        }

        @Override
        public boolean answers(int number, Integer reply, boolean thorough) {
            return reply == number;
        }
    }
}
