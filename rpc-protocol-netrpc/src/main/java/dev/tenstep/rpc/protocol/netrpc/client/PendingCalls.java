package dev.tenstep.rpc.protocol.netrpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a connection that the server has not answered, by their numbers on the wire. Those that were given up count
 * until their answers come, since the server works on them. Event loop only.
 */
final class PendingCalls {
    private final LongObjectHashMap<Pending> calls = new LongObjectHashMap<>();
    private final LongObjectHashMap<Boolean> givenUp = new LongObjectHashMap<>();
    private final MemoryBudget.Share memory;

    /**
     * A call.
     *
     * @param message the parameters as they were sent, for a retry; null if they are too long to keep
     */
    record Pending(long seq, Call call, ReplyTo replyTo, byte @Nullable [] message) {}

    PendingCalls(MemoryBudget.Share memory) {
        this.memory = memory;
    }

    /** Adds a call, whose message lies in the array. */
    void add(long seq, Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        boolean kept = length < ServerSide.LONG || memory.take(length);
        byte[] message = kept ? Arrays.copyOfRange(array, offset, offset + length) : null;
        calls.put(seq, new Pending(seq, call, replyTo, message));
    }

    /** Removes an answered call, and returns it if somebody waits for it; null if not. */
    @Nullable
    Pending answered(long seq) {
        Pending found = calls.remove(seq);
        if (found == null) {
            givenUp.remove(seq);
        }
        return found;
    }

    /** Releases the message of a call that was removed, and passes it back to one that failed and may be retried. */
    void release(Pending ended, @Nullable RpcException failure) {
        byte[] kept = ended.message;
        if (failure != null && (failure.notStarted() || ended.call.method().idempotent())) {
            ended.call.argumentsSent(kept);
        }
        if (kept != null && kept.length >= ServerSide.LONG) {
            memory.held().add(-kept.length);
        }
    }

    /** Notes that nobody waits for a call any longer. */
    void giveUp(Pending unwanted) {
        calls.remove(unwanted.seq);
        givenUp.put(unwanted.seq, Boolean.TRUE);
        release(unwanted, null);
    }

    /** Returns the calls that somebody waits for. */
    List<Pending> all() {
        return new ArrayList<>(calls.values());
    }

    /** Removes one that was lost. */
    void remove(Pending lost) {
        calls.remove(lost.seq);
    }

    /** Returns the number of calls that the server works on. */
    int count() {
        return calls.size() + givenUp.size();
    }

    /** Returns the number of calls that somebody waits for. */
    int awaited() {
        return calls.size();
    }

    /** Returns the number of calls that were given up and not answered. */
    int givenUp() {
        return givenUp.size();
    }
}
