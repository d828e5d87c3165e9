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
 * The calls of a connection that the server has not answered, by their numbers on the wire. One that was given up keeps its
 * place until its answer comes, since the server works on it. Event loop only.
 */
final class PendingCalls {
    private final LongObjectHashMap<Pending> calls = new LongObjectHashMap<>();
    private final MemoryBudget.Share memory;
    private int givenUp;

    /** A call; its caller no longer waits if {@code givenUp}. */
    static final class Pending {
        private final long seq;
        private final Call call;
        private final ReplyTo replyTo;
        /** The parameters as they were sent, for a retry; null if they are too long to keep. */
        private byte @Nullable [] message;

        private boolean givenUp;

        private Pending(long seq, Call call, ReplyTo replyTo) {
            this.seq = seq;
            this.call = call;
            this.replyTo = replyTo;
        }

        Call call() {
            return call;
        }

        ReplyTo replyTo() {
            return replyTo;
        }
    }

    PendingCalls(MemoryBudget.Share memory) {
        this.memory = memory;
    }

    /** Adds a call, whose message lies in the array. */
    void add(long seq, Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        Pending added = new Pending(seq, call, replyTo);
        if (length < ServerSide.LONG || memory.take(length)) {
            added.message = Arrays.copyOfRange(array, offset, offset + length);
        }
        calls.put(seq, added);
    }

    /** Removes an answered call, and returns it if somebody waits for it; null if not. */
    @Nullable
    Pending answered(long seq) {
        Pending found = calls.remove(seq);
        if (found == null) {
            return null;
        }
        if (found.givenUp) {
            givenUp--;
            return null;
        }
        return found;
    }

    /** Passes the message back to a call that failed, if it may be retried, and releases it. */
    void release(Pending ended, @Nullable RpcException failure) {
        byte[] kept = ended.message;
        ended.message = null;
        if (failure != null && (failure.notStarted() || ended.call.method().idempotent())) {
            ended.call.argumentsSent(kept);
        }
        if (kept != null && kept.length >= ServerSide.LONG) {
            memory.held().add(-kept.length);
        }
    }

    /** Notes that nobody waits for a call any longer. */
    void giveUp(Pending unwanted) {
        unwanted.givenUp = true;
        givenUp++;
        release(unwanted, null);
    }

    /** Returns the calls that somebody waits for. */
    List<Pending> all() {
        List<Pending> all = new ArrayList<>(calls.size());
        for (Pending each : calls.values()) {
            if (!each.givenUp) {
                all.add(each);
            }
        }
        return all;
    }

    /** Removes all calls. */
    void clear() {
        calls.clear();
        givenUp = 0;
    }

    /** Removes one that was lost. */
    void remove(Pending lost) {
        calls.remove(lost.seq);
    }

    /** Returns the number of calls that the server works on. */
    int count() {
        return calls.size();
    }

    /** Returns the number of calls that somebody waits for. */
    int awaited() {
        return calls.size() - givenUp;
    }
}
