package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.CallTrace.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WaterfallTest {
    private static final long[] MICROS = {1, 9, 20, 2, 10, 1, 2, 40, 10, 5};

    @Test
    void showsTheTenStepsOnOneTimeLine() {
        assertThat(trace(MICROS).table().lines())
                .containsExactly(
                        "  Panda.Getinfo took 100.0 us, 60 % of it on the network",
                        "  step                                                          begins us   lasts us",
                        "   1 client   the caller calls the client handle                      0.0        1.0 |=                                       |",
                        "   2 client   the client handle hands the message to its kernel        1.0        9.0 |====                                    |",
                        "   3 network  the message travels to the server                      10.0       20.0 |    ~~~~~~~~                            |",
                        "   4 server   the server handle takes out the parameters             30.0        2.0 |            #                           |",
                        "   5 server   the procedure is executed                              32.0       10.0 |            #####                       |",
                        "   6 server   the result goes back to the server handle              42.0        1.0 |                #                       |",
                        "   7 server   the server handle hands the result to its kernel       43.0        2.0 |                 #                      |",
                        "   8 network  the message travels back                               45.0       40.0 |                  ~~~~~~~~~~~~~~~~      |",
                        "   9 client   the client handle receives the reply                   85.0       10.0 |                                  ====  |",
                        "  10 client   the caller gets the data                               95.0        5.0 |                                      ==|");
    }

    @Test
    void aCallThatTookNoTimeHasItsStepsAllTheSame() {
        assertThat(trace(new long[Step.values().length]).table().lines()).hasSize(Step.values().length + 2);
    }

    private static CallTrace trace(long[] micros) {
        List<Span> spans = new ArrayList<>();
        long at = 0;
        for (Step step : Step.values()) {
            spans.add(new Span(step, at, 1000 * micros[step.ordinal()]));
            at += 1000 * micros[step.ordinal()];
        }
        return new CallTrace(1, "Panda.Getinfo", spans);
    }
}
