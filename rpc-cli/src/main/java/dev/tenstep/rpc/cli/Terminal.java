package dev.tenstep.rpc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The terminal that a command may write to. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** The characters that terminals take for commands, but for tabs and the ends of lines. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\t\n\r]]");

    private Terminal() {}

    /** Returns a peer's text with its control characters as JSON escapes them, so that it cannot steer the terminal. */
    static String plain(String text) {
        return CONTROL.matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }

    /** Returns whether the error output goes to a terminal. False where the system does not tell. */
    static boolean isStandardError() {
        try {
            String name = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
