package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.ServerCalls;
import dev.tenstep.rpc.worker.HandlerShare;

/**
 * The memory that a connection's calls take while they run. Before a call begins, this is what earlier calls of the
 * connection suggest; later, it is what the output of its result has grown to. Any thread.
 */
public final class CallRoom implements HandlerShare.Room, MessageOutput.Room {
    /**
     * The expected memory of a call, in multiples of its message: the array that it is written to, which doubles, and a
     * copy.
     */
    private static final int MESSAGES_EACH = 3;

    private final FramedConnection connection;
    private final Outbox outbox;
    private final MemoryBudget.Share memory;
    /** The length of the last message if it was long, halved for each shorter result since; 0 if there was none. */
    private volatile long longCall;

    /** Makes the room of a server's connection. */
    public CallRoom(FramedConnection connection) {
        this.connection = connection;
        this.outbox = connection.outbox;
        this.memory = connection.memory;
    }

    @Override
    public boolean hasForAnother(int working) {
        long each = longCall;
        return connection.finished()
                || (outbox.hasRoom()
                        && !outbox.full()
                        && (each == 0 || alone(working) || memory.expects(MESSAGES_EACH * each)));
    }

    @Override
    public long take(int working) {
        long each = MESSAGES_EACH * longCall;
        if (each == 0 || connection.finished()) {
            return 0;
        }
        if (alone(working)) {
            memory.expected().add(each);
            return each;
        }
        return memory.expect(each) ? each : NONE;
    }

    /** Returns whether nothing else of the connection is pending, in which case a call may always run. */
    private boolean alone(int working) {
        return working <= 0 && !outbox.hasLarge();
    }

    @Override
    public void give(long taken) {
        memory.expected().add(-taken);
    }

    @Override
    public void abandoned(int more) {
        memory.held().add((long) more * ServerCalls.CALL_BYTES);
    }

    /** Notes the parameters' length of a running call; others wait until there is room for as many bytes. */
    public void parametersTake(int bytes) {
        if (bytes > Outbox.LONGEST_PART) {
            longCall = Math.max(bytes, longCall);
        }
    }

    /**
     * Notes that a result is complete in its output.
     *
     * @throws RpcException if there is no room for the result, unless its output already took the room when it grew
     */
    public void resultWritten(MessageOutput out) {
        int bytes = out.position();
        long before = longCall;
        if (bytes <= Outbox.LONGEST_PART) {
            if (before != 0) {
                longCall = before / 2;
            }
            return;
        }
        longCall = bytes;
        if (counted(out) == 0 && !memory.fits(bytes)) {
            throw memory.failure("a result of " + bytes + " bytes");
        }
    }

    @Override
    public boolean grow(int from, int to) {
        int more = counted(to) - counted(from);
        return more == 0 || memory.take(more);
    }

    /** Releases the memory of an output that is returned or dropped. */
    public void written(MessageOutput out) {
        int counted = counted(out);
        if (counted != 0) {
            memory.held().add(-counted);
        }
    }

    /** Returns the bytes that an output counts for: none as long as it is pooled for other answers. */
    private static int counted(MessageOutput out) {
        return counted(out.array().length);
    }

    private static int counted(int length) {
        return length > OutputPool.KEPT_CAPACITY ? length : 0;
    }
}
