package dev.tenstep.rpc.examples.upload;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A line that grows, redrawn with each further percent:
 *
 * <pre>
 * [####################--------------------]  50 %
 * </pre>
 *
 * <p>Used by one thread at a time.
 */
public final class ProgressBar implements LongConsumer {
    private static final int WIDTH = 40;
    private static final int ALL = 100;

    private final PrintStream out;
    private final long total;
    private int drawn = -1;

    /** Makes one that draws on that stream, for so many bytes in total. */
    public ProgressBar(PrintStream out, long total) {
        this.out = out;
        this.total = total;
    }

    /** Returns one that draws on the terminal, or one that draws nothing if there is none, as in a script. */
    public static LongConsumer onTerminal(long total) {
        return isTerminal(System.console()) ? new ProgressBar(System.out, total) : done -> {};
    }

    /**
     * Returns whether input and output are a terminal's. From JDK 22 on there is a console without a terminal as
     * well.
     */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before JDK 22
        }
    }

    /** Reports that so many bytes are done in total. */
    @Override
    public void accept(long done) {
        int percent = total == 0 ? ALL : (int) Math.min(ALL, done * ALL / total);
        if (percent != drawn) {
            drawn = percent;
            int filled = WIDTH * percent / ALL;
            String bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
            out.print(String.format(Locale.ROOT, "\r[%s] %3d %%", bar, percent));
            if (percent == ALL) {
                out.println();
            }
            out.flush();
        }
    }
}
