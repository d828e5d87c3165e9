package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.benchmarks.trials.faults.Ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The combined result of two ledgers: the client's record of how calls ended, and the server's of how often each was
 * executed.
 *
 * @param calls that were sent
 * @param succeeded that were answered
 * @param notStarted that failed as not started
 * @param maybeStarted that failed and may have been executed
 * @param executed the number of these that were executed
 * @param latestNanos the longest time by which a call missed its deadline
 * @param wrong the violations, in words; empty if there are none
 */
record Verdict(
        long calls,
        long succeeded,
        long notStarted,
        long maybeStarted,
        long executed,
        long latestNanos,
        List<String> wrong) {
    private static final int SHOWN = 10;

    /** Compares the ledgers, once every call and the server have ended. */
    static Verdict of(Ledger ledger, byte[] executions) {
        Count count = new Count();
        for (long number = 1; number <= ledger.sent(); number++) {
            int times = number < executions.length ? executions[(int) number] : 0;
            count.note(ledger.outcome(number), times);
        }
        List<String> wrong = new ArrayList<>();
        say(wrong, count.of(Outcome.NONE), "never ended");
        say(wrong, ledger.endedTwice(), "ended more than once");
        say(wrong, ledger.late(), "ended too late");
        say(wrong, ledger.foreign(), "got another's reply");
        say(wrong, count.twice, "were executed more than once");
        say(wrong, count.startedAllTheSame, "were executed but reported as not started");
        say(wrong, count.answeredOnly, "were answered but not executed");
        ledger.strange().stream().limit(SHOWN).forEach(wrong::add);
        return new Verdict(
                ledger.sent(),
                count.of(Outcome.SUCCEEDED),
                count.of(Outcome.NOT_STARTED),
                count.of(Outcome.MAYBE_STARTED),
                count.maybeExecuted,
                ledger.latestNanos(),
                List.copyOf(wrong));
    }

    private static void say(List<String> wrong, long count, String what) {
        if (count > 0) {
            wrong.add(count + " calls " + what);
        }
    }

    boolean right() {
        return wrong.isEmpty();
    }

    /** Formats the verdict in lines for people. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%,d calls: %,d succeeded, %,d failed and were not started, %,d failed and may have been (%,d were); "
                        + "%.2f s after the deadline at the latest%n",
                calls,
                succeeded,
                notStarted,
                maybeStarted,
                executed,
                latestNanos / 1e9);
    }

    private static final class Count {
        private final long[] outcomes = new long[Outcome.values().length];
        private long twice;
        private long startedAllTheSame;
        private long answeredOnly;
        private long maybeExecuted;

        void note(Outcome outcome, int executions) {
            outcomes[outcome.ordinal()]++;
            if (executions > 1) {
                twice++;
            }
            if (outcome == Outcome.NOT_STARTED && executions > 0) {
                startedAllTheSame++;
            }
            if (outcome == Outcome.SUCCEEDED && executions == 0) {
                answeredOnly++;
            }
            if (outcome == Outcome.MAYBE_STARTED && executions > 0) {
                maybeExecuted++;
            }
        }

        long of(Outcome outcome) {
            return outcomes[outcome.ordinal()];
        }
    }
}
