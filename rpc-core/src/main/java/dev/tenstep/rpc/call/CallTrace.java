package dev.tenstep.rpc.call;

import java.util.ArrayList;
import java.util.List;

/**
 * The ten steps of one call on one time line, in nanoseconds from its start. No clocks are compared: the server reports how
 * long its steps took, and what remains of the round trip is the network's, halved between the two ways.
 *
 * @param callId the call's number in its client
 * @param method the method's display name
 * @param spans the ten steps, in order
 */
public record CallTrace(long callId, String method, List<Span> spans) {

    /** One step: when it began and how long it lasted, in nanoseconds; the network's steps are an estimate. */
    public record Span(Step step, long startNanos, long durationNanos) {}

    /** The time from the call to its outcome. */
    public long totalNanos() {
        Span last = spans.get(spans.size() - 1);
        return last.startNanos() + last.durationNanos();
    }

    /** The round trip's time in which neither end worked on the call, as far as they know. */
    public long networkNanos() {
        return spans.get(Step.TRAVEL_TO_SERVER.ordinal()).durationNanos()
                + spans.get(Step.TRAVEL_TO_CLIENT.ordinal()).durationNanos();
    }

    /**
     * Puts the two ends together.
     *
     * @param began when the client's steps began, by {@link Step#ordinal()}; the last element is when the call ended
     * @param server the server's durations, as in {@link Reply#serverNanos()}
     */
    static CallTrace of(long callId, String method, long[] began, long[] server) {
        long start = began[0];
        long serverTotal = 0;
        for (long nanos : server) {
            serverTotal += nanos;
        }
        long leaves = began[Step.TRAVEL_TO_SERVER.ordinal()];
        long network = Math.max(0, began[Step.TRAVEL_TO_CLIENT.ordinal()] - leaves - serverTotal);
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
        spans.add(new Span(Step.TRAVEL_TO_CLIENT, at, Math.max(0, back - at)));
        spans.add(span(Step.RECEIVE_REPLY, began, start));
        spans.add(span(Step.DELIVER_RESULT, began, start));
        return new CallTrace(callId, method, List.copyOf(spans));
    }

    private static Span span(Step step, long[] began, long start) {
        int i = step.ordinal();
        return new Span(step, began[i] - start, began[i + 1] - began[i]);
    }
}
