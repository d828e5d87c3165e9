package dev.tenstep.rpc.contract;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the text of {@link Timeout}. */
final class TimeoutParser {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Map<String, TimeUnit> UNITS =
            Map.of("ms", TimeUnit.MILLISECONDS, "s", TimeUnit.SECONDS, "m", TimeUnit.MINUTES, "h", TimeUnit.HOURS);

    private TimeoutParser() {}

    /** Parses to nanoseconds, at most {@code Long.MAX_VALUE}; 0 if the text is invalid. */
    static long nanos(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() ? UNITS.get(matcher.group(2)).toNanos(Long.parseLong(matcher.group(1))) : 0;
    }
}
