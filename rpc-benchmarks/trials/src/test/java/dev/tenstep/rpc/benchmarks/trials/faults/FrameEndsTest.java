package dev.tenstep.rpc.benchmarks.trials.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy knows where a frame ends, however the bytes come. */
final class FrameEndsTest {
    private static final String PREFACE = "d754454e53544550";
    private static final String PING = "00000009" + "08" + "0300000003000000";
    private static final String REQUEST = "00000003" + "03" + "0000";
    private static final byte[] ALL = HexFormat.of().parseHex(PREFACE + PING + REQUEST + PING + REQUEST);
    private static final int FIRST_END = (PREFACE + PING + REQUEST).length() / 2;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 100})
    void endsOfFramesOfATypeAreFoundHoweverTheyAreSplit(int size) {
        FrameEnds frames = new FrameEnds(3);
        int first = -1;
        int last = -1;
        for (int at = 0; at < ALL.length; at += size) {
            byte[] part = Arrays.copyOfRange(ALL, at, Math.min(at + size, ALL.length));
            int end = frames.take(part, part.length);
            first = first < 0 && end >= 0 ? at + end : first;
            last = end >= 0 ? at + end : last;
        }
        assertThat(first).isEqualTo(FIRST_END);
        assertThat(last).isEqualTo(size < ALL.length ? ALL.length : FIRST_END);
    }
}
