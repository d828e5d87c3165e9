package dev.tenstep.rpc.protocol.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests that the window becomes as large as what the path carries in a round trip. */
final class BandwidthDelayTest {
    private static final int MIB = 1 << 20;
    private static final long ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(100);

    private final BandwidthDelay path = new BandwidthDelay(32 * MIB);
    private long now = TimeUnit.SECONDS.toNanos(5);

    /** Lets that many bytes arrive within a round trip; returns whether the window has grown. */
    private boolean roundTrip(int bytes, long nanos) {
        assertThat(path.arrived(path.streamWindow() / 2, now)).as("a ping").isTrue();
        assertThat(path.arrived(bytes, now)).as("another ping").isFalse();
        now += nanos;
        return path.answered(now);
    }

    @Test
    void windowIsTwiceWhatARoundTripCarriedIfThatWasMostOfTheWindow() {
        assertThat(path.streamWindow()).isEqualTo(MIB);
        assertThat(roundTrip(MIB, ROUND_TRIP)).isTrue();
        assertThat(path.streamWindow()).isEqualTo(2 * MIB);
        assertThat(roundTrip(1_900_000, ROUND_TRIP)).isTrue();
        assertThat(path.streamWindow()).isEqualTo(3_800_000);
    }

    @Test
    void windowThatThePathDoesNotFillStays() {
        assertThat(roundTrip(MIB * 6 / 10, ROUND_TRIP)).isFalse();
        assertThat(path.streamWindow()).isEqualTo(MIB);
    }

    @Test
    void windowThatOnlyAddsDelayStays() {
        roundTrip(MIB, ROUND_TRIP);
        assertThat(roundTrip(2 * MIB, 2 * ROUND_TRIP)).isFalse();
        assertThat(path.streamWindow()).isEqualTo(2 * MIB);
        assertThat(roundTrip(2 * MIB, ROUND_TRIP)).isTrue();
    }

    @Test
    void windowIsAtMostHalfOfWhatTheStreamsMayHoldThenNothingIsMeasured() {
        for (int i = 0; i < 4; i++) {
            assertThat(roundTrip(path.streamWindow(), ROUND_TRIP)).isTrue();
        }
        assertThat(path.streamWindow()).isEqualTo(16 * MIB);
        assertThat(path.arrived(64 * MIB, now)).isFalse();
    }

    @Test
    void windowIsTheUsualOneHoweverLittleTheStreamsMayHold() {
        assertThat(new BandwidthDelay(1000).streamWindow()).isEqualTo(MIB);
    }

    @Test
    void answerThatNobodyAskedForCountsForNothing() {
        path.arrived(MIB / 4, now);
        assertThat(path.answered(now + 1)).isFalse();
        assertThat(roundTrip(MIB, ROUND_TRIP)).isTrue();
        assertThat(path.answered(now + 1)).isFalse();
    }
}
