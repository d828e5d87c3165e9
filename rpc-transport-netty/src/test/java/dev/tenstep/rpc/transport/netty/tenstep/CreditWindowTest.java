package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.transport.netty.connection.WindowBudget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CreditWindowTest {
    private static final int FIRST_BYTES = 65_536;
    private static final int ALL_BYTES = 1_048_576;

    private final WindowBudget budget = new WindowBudget(ALL_BYTES);
    private final CreditWindow window = new CreditWindow(budget);
    private final List<String> grants = new ArrayList<>();

    private final CreditSink feed = new CreditSink() {
        @Override
        public void grant(int messages, int bytes) {
            grants.add(messages + " messages, " + bytes + " bytes");
        }

        @Override
        public void cancel() {}
    };

    private void receive(int messages, int length) {
        for (int i = 0; i < messages; i++) {
            assertThat(window.open()).isTrue();
            assertThat(window.take(length)).isTrue();
        }
    }

    private void taken(int messages, int length) {
        for (int i = 0; i < messages; i++) {
            window.taken(length, feed);
        }
    }

    @Test
    void streamBeginsWith128Messages() {
        receive(128, 0);
        assertThat(window.open()).isFalse();
        assertThat(window.take(0)).isFalse();
    }

    @Test
    void lastMessageMayExceedTheInitialBytes() {
        receive(1, FIRST_BYTES - 1);
        receive(1, ALL_BYTES);
        assertThat(window.open()).isFalse();
        assertThat(window.take(0)).isFalse();
    }

    @Test
    void movingStreamGetsTheWholeWindow() {
        receive(128, 2);
        taken(63, 2);
        assertThat(grants).isEmpty();
        taken(1, 2);
        assertThat(grants).containsExactly("960 messages, 983168 bytes");
        receive(960, 1);
        assertThat(window.take(0)).isFalse();
        taken(64 + 448, 1);
        assertThat(grants).endsWith("512 messages, 512 bytes").hasSize(2);
    }

    @Test
    void streamKeepsItsInitialWindowWhileOthersHaveTheBudget() {
        budget.take(ALL_BYTES);
        receive(64, 2);
        taken(64, 2);
        assertThat(grants).containsExactly("64 messages, 128 bytes");
        assertThat(budget.left()).isZero();
        receive(128, 0);
        assertThat(window.take(0)).isFalse();
    }

    @Test
    void streamGetsWhatIsLeftOfTheBudget() {
        budget.take(ALL_BYTES - 1000);
        receive(64, 2);
        taken(64, 2);
        assertThat(grants).containsExactly("960 messages, 1128 bytes");
        assertThat(budget.left()).isZero();
    }

    @Test
    void closedWindowReturnsItsBudgetOnce() {
        receive(64, 0);
        taken(64, 0);
        assertThat(budget.left()).isEqualTo(FIRST_BYTES);
        window.close();
        window.close();
        assertThat(budget.left()).isEqualTo(ALL_BYTES);
    }
}
