package dev.tenstep.rpc.benchmarks;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** One line that shows the progress of the run: rewritten in place on a terminal, otherwise printed once per step. */
final class Progress {
    private final PrintWriter err;
    private final boolean terminal;
    private int width;

    Progress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Returns whether a person watches. From Java 22 on there is a console even without a terminal, and it says so. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isTerminal() {
        Console console = System.console();
        if (errorsGoElsewhere()) {
            return false;
        }
        if (console == null || Runtime.version().feature() < 22) {
            return console != null;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /**
     * Returns whether standard error is redirected, which no console tells. The answer is false where the system does
     * not say.
     */
    private static boolean errorsGoElsewhere() {
        Path errors = Path.of("/proc/self/fd/2");
        try {
            return Files.isSymbolicLink(errors)
                    && !Files.readSymbolicLink(errors).startsWith("/dev");
        } catch (IOException e) {
            return false;
        }
    }

    /** Shows a line on a terminal only; a log would otherwise have a line for each measurement. */
    void detail(int percent, String what) {
        if (terminal) {
            String line = line(percent, what);
            err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            err.flush();
            width = line.length();
        }
    }

    /** Shows a line everywhere. */
    void step(int percent, String what) {
        if (terminal) {
            detail(percent, what);
        } else {
            err.println(line(percent, what));
            err.flush();
        }
    }

    /** Keeps a line from being overwritten. */
    void remark(String text) {
        done();
        err.println(text);
        err.flush();
    }

    /** Clears the line. */
    void done() {
        if (width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            width = 0;
        }
    }

    private static String line(int percent, String what) {
        return String.format(Locale.ROOT, "%3d %%  %s", percent, what);
    }
}
