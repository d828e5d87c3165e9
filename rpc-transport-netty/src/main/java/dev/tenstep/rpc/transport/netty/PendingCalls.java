package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that wait for their reply. A call's id on the wire is its slot in the lower 16 bits and a count
 * of the slot's uses above, so that a late reply finds nothing. Event loop only.
 */
final class PendingCalls {
    private static final int SLOT_BITS = 16;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

    private @Nullable Call[] calls = new Call[64];
    private @Nullable ReplyTo[] replies = new ReplyTo[64];
    private @Nullable Assembly[] assemblies = new Assembly[64];
    private int[] ids = new int[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;

    /** Adds a call and returns its id. */
    int add(Call call, ReplyTo replyTo) {
        int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
        } else {
            if (used == calls.length) {
                grow();
            }
            slot = used++;
            ids[slot] = slot;
        }
        calls[slot] = call;
        replies[slot] = replyTo;
        return ids[slot];
    }

    private void grow() {
        int capacity = calls.length * 2;
        calls = Arrays.copyOf(calls, capacity);
        replies = Arrays.copyOf(replies, capacity);
        assemblies = Arrays.copyOf(assemblies, capacity);
        ids = Arrays.copyOf(ids, capacity);
        free = Arrays.copyOf(free, capacity);
    }

    /** The slot of a pending call's id, or -1 if no call of that id is pending. */
    int slot(int id) {
        int slot = id & SLOT_MASK;
        return slot < used && ids[slot] == id && calls[slot] != null ? slot : -1;
    }

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

    @Nullable
    Assembly assembly(int slot) {
        return assemblies[slot];
    }

    void assembly(int slot, Assembly assembly) {
        assemblies[slot] = assembly;
    }

    /** Forgets the call of a slot. */
    void remove(int slot) {
        calls[slot] = null;
        replies[slot] = null;
        assemblies[slot] = null;
        ids[slot] += 1 << SLOT_BITS;
        free[freeCount++] = slot;
    }

    /** How many calls are pending. */
    int count() {
        return used - freeCount;
    }

    /** The number of slots to look at for all calls. */
    int slots() {
        return used;
    }
}
