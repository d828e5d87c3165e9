package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class FailureLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private long now;
    private final FailureLog log = new FailureLog(() -> now);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
    }

    /** A call that has a number and comes from somebody. */
    private static Call call(long number, String peer) {
        return (Call) Proxy.newProxyInstance(
                Call.class.getClassLoader(), new Class<?>[] {Call.class}, (call, method, parameters) -> {
                    assertThat(method.getName()).isIn("callId", "peer");
                    return method.getName().equals("peer") ? peer : (Object) number;
                });
    }

    private static RuntimeException failure(String text) {
        return new IllegalStateException(text);
    }

    @Test
    void stackOfAKindIsLoggedOnceAndThenCounted() {
        String id = log.log("Users.find", null, failure("first"));
        for (int i = 0; i < 10_000; i++) {
            assertThat(log.log("Users.find", null, failure("again"))).isEqualTo(id);
        }
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage()).isEqualTo("Users.find failed, error id " + id);
        assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("first");

        now += TimeUnit.SECONDS.toNanos(10);
        log.log("Users.find", null, failure("the last"));
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(1).getFormattedMessage())
                .isEqualTo("Users.find failed 10001 more times in 10 s, error id " + id
                        + ", the last one: java.lang.IllegalStateException: the last");
        assertThat(lines.list.get(1).getThrowableProxy()).isNull();

        now += TimeUnit.MINUTES.toNanos(10);
        assertThat(log.log("Users.find", null, failure("after logs were rotated")))
                .isNotEqualTo(id);
        assertThat(lines.list.get(2).getThrowableProxy()).isNotNull();
    }

    @Test
    void callAndPeerOfAFailureAreNamed() {
        String id = log.log("Users.find", call(7, "ann"), failure("first"));
        now += TimeUnit.SECONDS.toNanos(10);
        log.log("Users.find", call(8, "bob"), failure("the last"));
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Users.find failed in call 7 from ann, error id " + id,
                        "Users.find failed 1 more times in 10 s, error id " + id
                                + ", the last one in call 8 from bob: java.lang.IllegalStateException: the last");
    }

    @Test
    void otherClassesAndPlacesAreOtherKinds() {
        String one = log.log("Users.find", null, failure("here"));
        String other = log.log("Users.find", null, new IllegalArgumentException("another class"));
        String elsewhere = log.log("Users.find", null, new IllegalStateException("another place"));
        assertThat(one).isNotEqualTo(other).isNotEqualTo(elsewhere);
        assertThat(lines.list).hasSize(3);
    }

    @Test
    void kindsAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            RuntimeException made = failure("made up");
            made.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "c", i)});
            log.log("Users.find", null, made);
        }
        assertThat(lines.list).hasSizeBetween(60, 70);
    }

    @Test
    void exceptionWhoseAccessorsThrowIsLoggedByItsClass() {
        assertThat(log.log("Users.find", null, new ThrowingAccessors())).isNotEmpty();
        assertThat(lines.list).isNotEmpty();
    }

    @Test
    void formatsWordsAreForTheSenderUsersWordsForTheLog() {
        assertThat(log.unreadable("reading", call(1, "ann"), new IOException("a digit at 7")))
                .contains("a digit at 7");
        assertThat(log.unreadable("reading", call(1, "ann"), new IOException("problem: secret", failure("secret"))))
                .doesNotContain("secret")
                .startsWith("see the server's log, error id ");
        assertThat(lines.list).hasSize(1);
    }

    /** An exception whose accessors all throw. */
    private static final class ThrowingAccessors extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }

        @Override
        public String toString() {
            throw new StackOverflowError("no name");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new AssertionError("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new AssertionError("no stack");
        }
    }
}
