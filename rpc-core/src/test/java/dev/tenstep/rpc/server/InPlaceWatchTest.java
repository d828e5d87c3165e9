package dev.tenstep.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InPlaceWatchTest {
    private final List<String> said = new ArrayList<>();
    private final InPlaceWatch watch = new InPlaceWatch(said::add);
    private final Thread self = Thread.currentThread();

    @Test
    void methodThatIsStillRunningAtTheNextLookIsLoggedOnceWithItsStack() {
        watch.number("Fast.method");
        long outer = watch.begins(self, watch.number("Slow.method"));
        watch.look();
        assertThat(said).isEmpty();
        watch.look();
        watch.look();
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("Slow.method is @NonBlocking")
                .contains("java.lang.Thread.dumpThreads");
        watch.ends(self, outer);
    }

    @Test
    void anotherCallOfTheSameMethodIsNotTakenForABlockedOne() {
        int method = watch.number("Busy.method");
        for (int i = 0; i < 5; i++) {
            long outer = watch.begins(self, method);
            watch.look();
            watch.ends(self, outer);
        }
        watch.look();
        watch.look();
        assertThat(said).isEmpty();
    }

    @Test
    void methodThatWaitsForAnotherInTheSameThreadIsStillSeen() {
        int inner = watch.number("Inner.method");
        long none = watch.begins(self, watch.number("Outer.method"));
        long outer = watch.begins(self, inner);
        watch.ends(self, outer);
        watch.look();
        watch.look();
        assertThat(said).singleElement().asString().startsWith("Outer.method");
        watch.ends(self, none);
    }
}
