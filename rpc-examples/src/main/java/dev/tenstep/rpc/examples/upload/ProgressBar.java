package dev.tenstep.rpc.examples.upload;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * A line that grows, drawn anew whenever there is a percent more:
 *
 * <pre>
 * [####################--------------------]  50 %
 * </pre>
 *
 * <p>Told by one thread at a time.
 */
public final class ProgressBar implements LongConsumer {
    private static final int WIDTH = 40;
    private static final int ALL = 100;

    private final PrintStream out;
    private final long total;
    private int drawn = -1;

    /** Makes one that draws there, for a work of so many bytes. */
    public ProgressBar(PrintStream out, long total) {
        this.out = out;
        this.total = total;
    }

    /** So many bytes are done, all in all. */
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
