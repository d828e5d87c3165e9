package dev.tenstep.rpc.call;

import dev.tenstep.rpc.call.CallTrace.Span;
import java.util.Locale;

/** Draws {@link CallTrace#table()}. */
final class Waterfall {
    private static final int WIDTH = 40;
    private static final double MICRO = 1000.0;

    private Waterfall() {}

    static String of(CallTrace trace) {
        long total = Math.max(1, trace.totalNanos());
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  %s took %.1f us, %.0f %% of it on the network%n",
                trace.method(),
                total / MICRO,
                100.0 * trace.networkNanos() / total));
        text.append(String.format("  %-60s %10s %10s%n", "step", "begins us", "lasts us"));
        for (Span span : trace.spans()) {
            text.append(line(span, total));
        }
        return text.toString();
    }

    private static String line(Span span, long total) {
        Where where = Where.of(span);
        return String.format(
                Locale.ROOT,
                "  %2d %-8s %-48s %10.1f %10.1f |%s|%n",
                span.step().number(),
                where.name().toLowerCase(Locale.ROOT),
                span.step().description(),
                span.startNanos() / MICRO,
                span.durationNanos() / MICRO,
                bar(span, total, where.mark));
    }

    /** Returns a bar with at least one mark, even for the shortest step. */
    private static String bar(Span span, long total, char mark) {
        int from = (int) Math.min(WIDTH - 1, span.startNanos() * WIDTH / total);
        long end = span.startNanos() + span.durationNanos();
        int to = (int) Math.max(from + 1, Math.min(WIDTH, Math.round((double) end * WIDTH / total)));
        return " ".repeat(from) + String.valueOf(mark).repeat(to - from) + " ".repeat(WIDTH - to);
    }

    /** The side that has the call in a step. */
    private enum Where {
        CLIENT('='),
        NETWORK('~'),
        SERVER('#');

        private final char mark;

        Where(char mark) {
            this.mark = mark;
        }

        static Where of(Span span) {
            return switch (span.step()) {
                case CALL_CLIENT_HANDLE, HAND_TO_CLIENT_KERNEL, RECEIVE_REPLY, DELIVER_RESULT -> CLIENT;
                case TRAVEL_TO_SERVER, TRAVEL_TO_CLIENT -> NETWORK;
                case TAKE_PARAMETERS, EXECUTE, RETURN_RESULT, HAND_TO_SERVER_KERNEL -> SERVER;
            };
        }
    }
}
