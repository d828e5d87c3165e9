package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that the server has not answered, by their ids on the wire. Ids count upwards through all of
 * u32, so that one comes again only after 2³² calls, and never while its answer may still come: a call that was given up keeps
 * its id, and counts, until then. Event loop only.
 *
 * <p>An id's slot is its lower bits, as many as the table is long; an id whose slot is taken is skipped. At least half of the
 * slots are free, so that few are.
 */
final class PendingCalls {
    private static final int FIRST_CAPACITY = 64;

    /** Bytes of long messages that are kept for another attempt. */
    private static final int MOST_KEPT = 8 << 20;

    /** Takes the answer that nobody waits for any more. */
    private static final ReplyTo NOBODY = new Nobody();
    /** The same of a call whose results stream: its answer is the end of them. */
    private static final ReplyTo NOBODY_OF_RESULTS = new Nobody();

    private @Nullable Call[] calls = new Call[FIRST_CAPACITY];
    /** Who gets the answer; null where the slot is free. */
    private @Nullable ReplyTo[] replies = new ReplyTo[FIRST_CAPACITY];

    private ReplyReader.@Nullable Head[] arriving = new ReplyReader.Head[FIRST_CAPACITY];
    private SentMessages.@Nullable Sent[] sent = new SentMessages.Sent[FIRST_CAPACITY];
    private final SentMessages messages = new SentMessages(MOST_KEPT);
    private int[] ids = new int[FIRST_CAPACITY];
    private final MemoryBudget.Tally held;
    private int next;
    private int count;
    private int givenUp;

    private static final class Nobody implements ReplyTo {
        @Override
        public void reply(Reply reply) {}

        @Override
        public void fail(RpcException failure) {}
    }

    /** Makes one whose first id is that; replies of which a part has come count as held. */
    PendingCalls(int first, MemoryBudget.Tally held) {
        this.next = first;
        this.held = held;
    }

    /** Adds a call and returns its id. */
    int add(Call call, ReplyTo replyTo) {
        if (2 * count >= calls.length) {
            grow();
        }
        int id = next;
        while (replies[place(id)] != null) {
            id++;
        }
        next = id + 1;
        int slot = place(id);
        calls[slot] = call;
        replies[slot] = replyTo;
        ids[slot] = id;
        count++;
        return id;
    }

    private int place(int id) {
        return id & (ids.length - 1);
    }

    /** Doubles the table: ids that differed in their lower bits still do. */
    private void grow() {
        int before = ids.length;
        calls = Arrays.copyOf(calls, 2 * before);
        replies = Arrays.copyOf(replies, 2 * before);
        arriving = Arrays.copyOf(arriving, 2 * before);
        sent = Arrays.copyOf(sent, 2 * before);
        ids = Arrays.copyOf(ids, 2 * before);
        for (int slot = 0; slot < before; slot++) {
            int to = place(ids[slot]);
            if (replies[slot] != null && to != slot) {
                calls[to] = calls[slot];
                replies[to] = replies[slot];
                arriving[to] = arriving[slot];
                arriving[slot] = null;
                sent[to] = sent[slot];
                sent[slot] = null;
                ids[to] = ids[slot];
                clear(slot);
            }
        }
    }

    private void clear(int slot) {
        calls[slot] = null;
        replies[slot] = null;
        if (arriving[slot] != null) {
            dropPart(slot);
        }
        messages.done(sent[slot]);
        sent[slot] = null;
    }

    private void dropPart(int slot) {
        ReplyReader.Head part = arriving[slot];
        arriving[slot] = null;
        if (part != null) {
            held.add(-part.held());
        }
    }

    /**
     * Keeps the message of a call that has just been added, for another attempt.
     *
     * @param packing what it is compressed by; null if it is not
     */
    void keep(int id, byte[] array, int from, int length, @Nullable NegotiatedCompression packing) {
        sent[place(id)] = messages.keep(array, from, length, packing);
    }

    /** Leaves the call of a slot the message that was sent, if the failure is one after which it may be sent again. */
    void leaveMessage(int slot, RpcException failure) {
        Call call = calls[slot];
        if (call != null && (failure.notStarted() || call.method().idempotent())) {
            SentMessages.Sent kept = sent[slot];
            if (kept == null) {
                call.argumentsSent(null);
            } else {
                kept.leave(call);
            }
        }
    }

    /** The slot of a call's id; -1 if nobody waits for a call of that id. Adding a call may move it. */
    int slot(int id) {
        int slot = place(id);
        return ids[slot] == id && calls[slot] != null ? slot : -1;
    }

    /** The call of a slot; null if nobody waits for one. */
    @Nullable
    Call call(int slot) {
        return calls[slot];
    }

    @Nullable
    ReplyTo replyTo(int slot) {
        return replies[slot];
    }

    int id(int slot) {
        return ids[slot];
    }

    /** What came of the reply so far; null if nothing did. */
    ReplyReader.@Nullable Head arriving(int slot) {
        return arriving[slot];
    }

    void arriving(int slot, ReplyReader.Head head) {
        arriving[slot] = head;
    }

    /** Forgets the call of a slot, which has been answered, or is lost. */
    void remove(int slot) {
        clear(slot);
        count--;
    }

    /** Nobody waits for the call of a slot any more; its id stays in use until the server has answered. */
    void giveUp(int slot) {
        Call call = calls[slot];
        clear(slot);
        replies[slot] = call != null && call.method().resultStreams() ? NOBODY_OF_RESULTS : NOBODY;
        givenUp++;
    }

    /**
     * An answer has come that nobody waits for: the id is free, if it was a given-up call's.
     *
     * @param last whether it is the last that comes of a call, also where results stream
     */
    void answeredLate(int id, boolean last) {
        int slot = place(id);
        ReplyTo nobody = replies[slot];
        if (ids[slot] == id && (nobody == NOBODY || (last && nobody == NOBODY_OF_RESULTS))) {
            remove(slot);
            givenUp--;
        }
    }

    /** How many calls are in flight: those that were given up and not answered yet, too. */
    int count() {
        return count;
    }

    /** How many calls somebody waits for. */
    int awaited() {
        return count - givenUp;
    }

    /** The number of slots to look at for all calls. */
    int slots() {
        return ids.length;
    }
}
