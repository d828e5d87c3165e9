package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CounterTest {
    private final StringWriter out = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    private Counter counter(boolean shown) {
        return new Counter(new PrintWriter(out), shown, nanos::get);
    }

    private String written() {
        return out.toString();
    }

    @Test
    void theLineIsWrittenOverFiveTimesASecond() {
        Counter counter = counter(true);
        counter.sent();
        assertThat(written()).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        counter.sent();
        counter.received();
        assertThat(written()).isEqualTo("\r\033[K2 sent, 0 received, 61 s");
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        counter.received();
        assertThat(written()).endsWith("\r\033[K2 sent, 2 received, 61 s");
        counter.erase();
        counter.erase();
        assertThat(written()).endsWith("received, 61 s\r\033[K");
    }

    @Test
    void nothingIsWrittenWhereNobodyWatches() {
        Counter counter = counter(false);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        counter.sent();
        counter.received();
        counter.erase();
        assertThat(written()).isEmpty();
    }
}
