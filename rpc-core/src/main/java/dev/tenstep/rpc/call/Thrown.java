package dev.tenstep.rpc.call;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Inspects users' exceptions, whose accessors are user code that may throw itself, in places where nothing may be
 * thrown. Nothing here throws. Any thread.
 */
public final class Thrown {
    /** A bound on the layers of wrapping, since an exception may be its own cause's cause. */
    private static final int MOST_LAYERS = 100;

    private Thrown() {}

    /**
     * The exception as it describes itself, or its class's name if it cannot. Of an {@link IOException}, with which
     * formats report what they found, only the message.
     */
    public static String text(Throwable thrown) {
        try {
            if (thrown instanceof IOException && thrown.getMessage() != null) {
                return thrown.getMessage();
            }
            return String.valueOf(thrown.toString());
        } catch (Throwable failure) {
            return thrown.getClass().getName();
        }
    }

    /** Returns whether the exception can describe itself, so that others may ask it. */
    public static boolean canBeAsked(Throwable thrown) {
        try {
            return String.valueOf(thrown.toString()) != null;
        } catch (Throwable failure) {
            return false;
        }
    }

    /** The exception's message; null if it has none or its accessor throws. */
    public static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable failure) {
            return null;
        }
    }

    /** The exception's cause; null if it has none or its accessor throws. */
    public static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable failure) {
            return null;
        }
    }

    /**
     * Unwraps an exception from any number of layers of {@link CompletionException} and {@link ExecutionException}; one
     * of those without a cause is itself the exception.
     */
    public static Throwable peel(Throwable thrown) {
        Throwable inner = thrown;
        for (int i = 0;
                i < MOST_LAYERS && (inner instanceof CompletionException || inner instanceof ExecutionException);
                i++) {
            Throwable cause = cause(inner);
            if (cause == null) {
                return inner;
            }
            inner = cause;
        }
        return inner;
    }

    /** Adds a suppressed exception, unless it is the same one. */
    public static void suppress(Throwable to, Throwable besides) {
        if (to != besides) {
            try {
                to.addSuppressed(besides);
            } catch (Throwable failure) {
                // An exception that takes none: it is the one that matters.
            }
        }
    }

    /** Logs the exception as an error, with its stack if it can be printed. */
    public static void log(Logger log, String what, Throwable thrown) {
        try {
            log.error(what, thrown);
        } catch (Throwable failure) {
            log.error("{}: {}", what, thrown.getClass().getName());
        }
    }
}
