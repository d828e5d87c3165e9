package dev.tenstep.rpc.benchmarks.floor;

import io.netty.channel.Channel;

/** The way in which one peer writes and, above all, flushes. */
interface Outbox {
    /** Sends a frame. Any thread; frames of the event loop's own thread may wait until {@link #burstRead}. */
    void send(int call, int code, byte[] body);

    /** Reports that everything received so far was read, so that its consequences can be flushed. In the event loop. */
    void burstRead();

    /** Returns the outbox of this variant. Throws IllegalArgumentException if there is none. */
    static Outbox of(String variant, Channel channel) {
        return switch (variant) {
            case "naive" -> new NaiveOutbox(channel);
            case "coalesced" -> new CoalescedOutbox(channel);
            case "batched" -> new BatchedOutbox(channel);
            default ->
                throw new IllegalArgumentException("variant: '" + variant + "' (expected: naive, coalesced, batched)");
        };
    }
}
