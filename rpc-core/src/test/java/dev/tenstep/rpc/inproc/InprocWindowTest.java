package dev.tenstep.rpc.inproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.stream.CreditSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InprocWindowTest {
    private final List<String> grants = new ArrayList<>();
    private final InprocWindow window = new InprocWindow();

    private final CreditSink feed = new CreditSink() {
        @Override
        public void grant(int messages, int bytes) {
            grants.add(messages + " messages, " + bytes + " bytes");
        }

        @Override
        public void cancel() {}
    };

    private void take(int messages, int length) {
        for (int i = 0; i < messages; i++) {
            window.taken(length, feed);
        }
    }

    @Test
    void movingStreamGetsTheWholeWindowAndThenItsUse() {
        take(63, 1);
        assertThat(grants).isEmpty();
        take(1, 1);
        assertThat(grants).containsExactly("960 messages, 983104 bytes");
        take(512, 2);
        assertThat(grants).endsWith("512 messages, 1024 bytes").hasSize(2);
    }

    @Test
    void halfOfTheBytesIsGrantedAgainEvenAfterFewMessages() {
        take(1, 40_000);
        assertThat(grants).containsExactly("897 messages, 1023040 bytes");
        take(1, 600_000);
        assertThat(grants).endsWith("1 messages, 600000 bytes").hasSize(2);
    }
}
