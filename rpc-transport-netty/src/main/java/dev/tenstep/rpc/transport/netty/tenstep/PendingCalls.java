package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that the server has not answered, by their ids on the wire. Ids count up through all of
 * u32, so that one is reused only after 2³² calls, and never while its answer may still come: a call that was given up
 * keeps its id, and counts, until then. Event loop only.
 *
 * <p>An id's slot is its value modulo the table's length; an id whose slot is taken is skipped. At least half of the
 * slots are free, so that few ids are skipped.
 */
final class PendingCalls {
    private static final int FIRST_CAPACITY = 64;

    /** The most bytes of long messages that are kept for retries. */
    private static final int MOST_KEPT = 8 << 20;

    /** Ignores the answer to a call that was given up. */
    private static final ReplyTo IGNORED = new Ignored();
    /** The same for a call whose results are a stream: its answer is their end. */
    private static final ReplyTo IGNORED_RESULTS = new Ignored();

    private @Nullable Call[] calls = new Call[FIRST_CAPACITY];
    /** The recipients of the answers; null where the slot is free. */
    private @Nullable ReplyTo[] replies = new ReplyTo[FIRST_CAPACITY];

    private ReplyReader.@Nullable Head[] arriving = new ReplyReader.Head[FIRST_CAPACITY];
    private final SentMessages messages = new SentMessages(FIRST_CAPACITY, MOST_KEPT);
    private int[] ids = new int[FIRST_CAPACITY];
    private final MemoryBudget.Tally held;
    private int next;
    private int count;
    private int givenUp;

    private static final class Ignored implements ReplyTo {
        @Override
        public void reply(Reply reply) {}

        @Override
        public void fail(RpcException failure) {}
    }

    /** Makes an empty table with that first id; partial replies count as held. */
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
        while (replies[slotOf(id)] != null) {
            id++;
        }
        next = id + 1;
        int slot = slotOf(id);
        calls[slot] = call;
        replies[slot] = replyTo;
        ids[slot] = id;
        count++;
        return id;
    }

    private int slotOf(int id) {
        return id & (ids.length - 1);
    }

    /** Doubles the table. Ids with different slots still have different slots. */
    private void grow() {
        int before = ids.length;
        calls = Arrays.copyOf(calls, 2 * before);
        replies = Arrays.copyOf(replies, 2 * before);
        arriving = Arrays.copyOf(arriving, 2 * before);
        messages.grow(2 * before);
        ids = Arrays.copyOf(ids, 2 * before);
        for (int slot = 0; slot < before; slot++) {
            int to = slotOf(ids[slot]);
            if (replies[slot] != null && to != slot) {
                calls[to] = calls[slot];
                replies[to] = replies[slot];
                arriving[to] = arriving[slot];
                arriving[slot] = null;
                messages.move(slot, to);
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
        messages.done(slot);
    }

    private void dropPart(int slot) {
        ReplyReader.Head part = arriving[slot];
        arriving[slot] = null;
        if (part != null) {
            held.add(-part.held());
        }
    }

    /**
     * Keeps the message of a call that was just added, for a retry.
     *
     * @param compression the compression of the message; null if it is not compressed
     */
    void keep(int id, byte[] array, int from, int length, @Nullable NegotiatedCompression compression) {
        messages.keep(slotOf(id), array, from, length, compression);
    }

    /** Passes the sent message back to a slot's call, if it may be retried after the failure. */
    void leaveMessage(int slot, RpcException failure) {
        Call call = calls[slot];
        if (call != null && (failure.notStarted() || call.method().idempotent())) {
            messages.leave(slot, call);
        }
    }

    /** Returns the slot of a call's id; -1 if nobody waits for a call of that id. Adding a call may move it. */
    int slot(int id) {
        int slot = slotOf(id);
        return ids[slot] == id && calls[slot] != null ? slot : -1;
    }

    /** Returns the call of a slot; null if nobody waits for one. */
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

    /** Returns the part of the reply that has arrived; null if there is none. */
    ReplyReader.@Nullable Head arriving(int slot) {
        return arriving[slot];
    }

    void arriving(int slot, ReplyReader.Head head) {
        arriving[slot] = head;
    }

    /** Removes the call of a slot, which has been answered, or is lost. */
    void remove(int slot) {
        clear(slot);
        count--;
    }

    /** Gives up the call of a slot. Its id stays in use until the server has answered. */
    void giveUp(int slot) {
        Call call = calls[slot];
        clear(slot);
        replies[slot] = call != null && call.method().resultStreams() ? IGNORED_RESULTS : IGNORED;
        givenUp++;
    }

    /**
     * Frees the id of an answer that nobody waits for, if it belongs to a given-up call.
     *
     * @param last whether it is the call's last frame, even if its results are a stream
     */
    void answeredLate(int id, boolean last) {
        int slot = slotOf(id);
        ReplyTo ignored = replies[slot];
        if (ids[slot] == id && (ignored == IGNORED || (last && ignored == IGNORED_RESULTS))) {
            remove(slot);
            givenUp--;
        }
    }

    /** Returns the number of calls in flight, including those that were given up and are not answered yet. */
    int count() {
        return count;
    }

    /** Returns the number of calls that somebody waits for. */
    int awaited() {
        return count - givenUp;
    }

    /** Returns the number of slots to iterate over for all calls. */
    int slots() {
        return ids.length;
    }
}
