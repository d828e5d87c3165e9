package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LoopbackPacketsTest {
    @Test
    void transmittedPacketsAreTheTenthNumberOfTheLoopbackLine() {
        assertThat(LoopbackPackets.countIn(List.of(
                        "Inter-|   Receive                            |  Transmit",
                        " face |bytes    packets errs drop ...        |bytes    packets",
                        "  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
                        "    lo: 5000 77 0 0 0 0 0 0 5000 78 0 0 0 0 0 0")))
                .isEqualTo(78);
    }

    @Test
    void noLoopbackLineCountsNothing() {
        assertThat(LoopbackPackets.countIn(List.of("nothing here"))).isZero();
    }
}
