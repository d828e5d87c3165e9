package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenstep.rpc.client.Things;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class GuardedListenerTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final Things things = new Things();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
    }

    /** Throws in each step, and something else at the end. */
    private static class Broken implements StepListener {
        @Override
        public void stepBegan(Call call, Step step, long nanos) {
            throw new IllegalStateException("broken in " + step);
        }

        @Override
        public void callEnded(Call call, @Nullable Throwable failure, long nanos) {
            throw new AssertionError("broken at the end");
        }
    }

    /** Another class, for another kind. */
    private static final class BrokenToo extends Broken {}

    @Test
    void listenerThatThrowsInEveryStepIsLoggedOnce() {
        things.call("get");
        Call call = things.last().call();
        List<StepListener> guarded = GuardedListener.guarding(List.of(new Broken(), new BrokenToo()));
        for (int i = 0; i < 1000; i++) {
            StepTimes times = new StepTimes(guarded, null);
            for (Step step : Step.values()) {
                times.begin(call, step);
            }
            times.end(call, null);
        }
        assertThat(lines.list)
                .extracting(line -> line.getThrowableProxy().getMessage())
                .containsExactly("broken in CALL_CLIENT_HANDLE", "broken in CALL_CLIENT_HANDLE");
        assertThat(lines.list.get(0).getFormattedMessage())
                .startsWith("the step listener " + Broken.class.getName() + " failed, error id ");
        assertThat(lines.list.get(1).getFormattedMessage()).contains(BrokenToo.class.getName());
    }
}
