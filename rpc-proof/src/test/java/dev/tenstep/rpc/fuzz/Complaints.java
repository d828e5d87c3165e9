package dev.tenstep.rpc.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * The errors and warnings that the code logs meanwhile: a peer must not be able to cause any. That a thread stood still is
 * none of them: the machine may be busy, or the fuzzer instruments a class.
 */
public final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.tenstep.rpc");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Begins to listen. */
    public Complaints() {
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)
                && !event.getLoggerName().endsWith("InPlaceWatch")) {
            String why = event.getThrowableProxy() == null
                    ? ""
                    : event.getThrowableProxy().getClassName() + ": "
                            + event.getThrowableProxy().getMessage();
            lines.add(event.getFormattedMessage() + " " + why);
        }
    }

    /** Throws if there were any. */
    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
        if (!lines.isEmpty()) {
            throw new IllegalStateException("logged: " + lines);
        }
    }
}
