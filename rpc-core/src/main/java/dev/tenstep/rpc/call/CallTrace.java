package dev.tenstep.rpc.call;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The ten steps of one call on one time line, in nanoseconds from its start. No clocks are compared: the server reports
 * how long its steps took. The rest of the round trip is the network's, halved between the two directions.
 *
 * @param callId the call's number in its client
 * @param method the method's display name
 * @param spans the ten steps, in order
 */
public record CallTrace(long callId, String method, List<Span> spans) {

    private static final int[] CLIENT_STEPS = {0, 1, 2, 7, 8, 9, 10};
    private static final int SERVER_STEPS = 5;

    /** One step: its start and its duration, in nanoseconds; the network's steps are estimates. */
    public record Span(Step step, long startNanos, long durationNanos) {}

    /** The time from the call to its outcome. */
    public long totalNanos() {
        Span last = spans.get(spans.size() - 1);
        return last.startNanos() + last.durationNanos();
    }

    /** The part of the round trip in which neither side worked on the call, as far as they know. */
    public long networkNanos() {
        return spans.get(Step.TRAVEL_TO_SERVER.ordinal()).durationNanos()
                + spans.get(Step.TRAVEL_TO_CLIENT.ordinal()).durationNanos();
    }

    /**
     * Returns the steps as a table for people, with a bar for each on the time line:
     *
     * <pre>
     *  step                                     begins us   lasts us
     *   1 client   the caller calls ...               0.0        2.1 |=                               |
     *   3 network  the message travels ...           10.3       61.2 | ~~~~~~~~~~~                    |
     *   5 server   the procedure is executed         75.0        1.9 |             #                  |
     * </pre>
     */
    public String table() {
        return Waterfall.of(this);
    }

    /**
     * Combines the client's times with those that the server reported.
     *
     * @param began when the client's steps began, by {@link Step#ordinal()}; the last element is when the call ended
     * @param reported the server's durations, as in {@link Reply#serverNanos()}
     * @return null if a step is missing: the reply was made on the client, or comes from a peer that counts differently
     */
    static @Nullable CallTrace of(long callId, String method, long[] began, long[] reported) {
        if (reported.length != SERVER_STEPS || !complete(began)) {
            return null;
        }
        long start = began[0];
        long leaves = began[Step.TRAVEL_TO_SERVER.ordinal()];
        long roundTrip = began[Step.TRAVEL_TO_CLIENT.ordinal()] - leaves;
        long[] server = within(roundTrip, reported);
        long network = roundTrip - LongStream.of(server).sum();
        List<Span> spans = new ArrayList<>();
        spans.add(span(Step.CALL_CLIENT_HANDLE, began, start));
        spans.add(span(Step.HAND_TO_CLIENT_KERNEL, began, start));
        long at = leaves - start;
        for (int i = 0; i < server.length; i++) {
            long nanos = server[i] + (i == 0 ? network / 2 : 0);
            spans.add(new Span(Step.values()[Step.TRAVEL_TO_SERVER.ordinal() + i], at, nanos));
            at += nanos;
        }
        long back = began[Step.RECEIVE_REPLY.ordinal()] - start;
        spans.add(new Span(Step.TRAVEL_TO_CLIENT, at, back - at));
        spans.add(span(Step.RECEIVE_REPLY, began, start));
        spans.add(span(Step.DELIVER_RESULT, began, start));
        return new CallTrace(callId, method, List.copyOf(spans));
    }

    /**
     * The durations, scaled down if their sum exceeds the round trip: the peer's clock runs faster, or it reports
     * nonsense.
     */
    private static long[] within(long roundTrip, long[] durations) {
        double total = 0;
        for (long nanos : durations) {
            total += Math.max(0, nanos);
        }
        double scale = total > roundTrip ? roundTrip / total : 1;
        return LongStream.of(durations)
                .map(nanos -> scale == 1 ? Math.max(0, nanos) : (long) (Math.max(0, nanos) * scale))
                .toArray();
    }

    private static boolean complete(long[] began) {
        long before = began[0];
        for (int i : CLIENT_STEPS) {
            if (began[i] - before < 0 || began[i] == 0) {
                return false;
            }
            before = began[i];
        }
        return true;
    }

    private static Span span(Step step, long[] began, long start) {
        int i = step.ordinal();
        return new Span(step, began[i] - start, began[i + 1] - began[i]);
    }
}
