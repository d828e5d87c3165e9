package dev.tenstep.rpc.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RefusalLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private long now = 7;
    private final RefusalLog log = new RefusalLog("rpc.some.limit", () -> now);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
    }

    @Test
    void refusalsAreLoggedAtOnceAndThenEveryTenSecondsWithTheirNumber() {
        for (int i = 0; i < 1000; i++) {
            log.refused(() -> "ann", "3 of 3");
        }
        now += TimeUnit.SECONDS.toNanos(10) - 1;
        log.refused(() -> "bob", "4 of 3");
        now++;
        log.refused(() -> "eve", "5 of 3");
        assertThat(lines.list)
                .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
                .containsExactly(
                        "WARN calls refused by rpc.some.limit: 1, the last one from ann: 3 of 3",
                        "WARN calls refused by rpc.some.limit: 1001, the last one from eve: 5 of 3");
    }
}
