package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * Ends the calls of a connection that get no answer of their own: given up, refused all at once, or lost. Event loop
 * only.
 */
final class Unanswered {
    private final TenstepClientConnection connection;
    private final ConnectionOwner owner;
    private final PendingCalls pending;
    private final StreamTable streams;

    Unanswered(TenstepClientConnection connection, ConnectionOwner owner, PendingCalls pending, StreamTable streams) {
        this.connection = connection;
        this.owner = owner;
        this.pending = pending;
        this.streams = streams;
    }

    /** Ends the calls whose deadline has passed or that nobody waits for, and keeps watching the rest. */
    void sweep(long now, DeadlineSweep sweep) {
        for (int slot = 0; slot < pending.slots(); slot++) {
            Call call = pending.call(slot);
            if (call == null) {
                continue;
            }
            if (call.cancelled() || Deadlines.passed(call, now)) {
                RpcException passed = Deadlines.failure(call, false);
                ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
                ClientStreams stream = streams.remove(pending.id(slot));
                connection.giveUp(slot, passed.code());
                fail(call, replyTo, stream, passed);
            } else {
                sweep.watch(call.deadlineNanos());
            }
        }
    }

    /** Fails all calls as refused by the server, except those whose reply has begun. */
    void refuse(String why) {
        for (int slot = 0; slot < pending.slots(); slot++) {
            Call call = pending.call(slot);
            if (call != null) {
                boolean refused = !begun(slot);
                RpcException failure = owner.lost(why, refused);
                end(slot, refused ? failure.fromServer(true, call.binding()) : failure);
            }
        }
    }

    /** Fails all calls because the connection is lost. */
    void lose(String why, boolean notStarted) {
        for (int slot = 0; slot < pending.slots(); slot++) {
            if (pending.call(slot) != null) {
                end(slot, owner.lost(why, notStarted && !begun(slot)));
            }
        }
    }

    /** Returns whether a part of the reply has arrived, so that the call was started in any case. */
    private boolean begun(int slot) {
        if (pending.arriving(slot) != null) {
            return true;
        }
        ClientStreams stream = streams.isEmpty() ? null : streams.get(pending.id(slot));
        return stream != null && stream.in() != null;
    }

    /** Removes a call that failed on the client, and its streams, and fails it. */
    private void end(int slot, RpcException failure) {
        Call call = requireNonNull(pending.call(slot));
        ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
        ClientStreams stream = streams.remove(pending.id(slot));
        pending.leaveMessage(slot, failure);
        pending.remove(slot);
        fail(call, replyTo, stream, failure);
    }

    private static void fail(Call call, ReplyTo replyTo, @Nullable ClientStreams stream, RpcException failure) {
        if (stream == null) {
            ClientKernel.deliverFailure(call, replyTo, failure);
        } else {
            stream.aborted(failure);
        }
    }
}
