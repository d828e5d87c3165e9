package dev.tenstep.rpc.protocol.http.exchange;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import org.jspecify.annotations.Nullable;

/** The one message of a response, which is delivered when the trailers say that the call succeeded. Event loop only. */
final class OneMessage {
    private final MemoryBudget.Share memory;
    private final ShortArrays arrays;
    private byte @Nullable [] message;
    private int length;
    private @Nullable Compressor compressor;

    OneMessage(MemoryBudget.Share memory, ShortArrays arrays) {
        this.memory = memory;
        this.arrays = arrays;
    }

    /** Checks that a message may come. */
    void only() {
        if (message != null) {
            throw new RpcException(StatusCode.INTERNAL, "a response with two messages (expected: one)");
        }
    }

    /** Sets the message, whose array is lent for the call. */
    void set(byte[] array, int from, int end, @Nullable Compressor by) {
        only();
        own(arrays.copy(array, from, end), end - from, by);
    }

    /** Sets the message, which has an array of its own. */
    void set(byte[] array, @Nullable Compressor by) {
        only();
        own(array, array.length, by);
    }

    private void own(byte[] array, int bytes, @Nullable Compressor by) {
        message = array;
        length = bytes;
        compressor = by;
        memory.held().add(array.length);
    }

    boolean missing() {
        return message == null;
    }

    static RpcException none() {
        return new RpcException(StatusCode.INTERNAL, "a response without a message (expected: one)");
    }

    void drop() {
        byte[] dropped = take();
        if (dropped != null) {
            arrays.done(dropped);
        }
    }

    private byte @Nullable [] take() {
        byte[] taken = message;
        message = null;
        if (taken != null) {
            memory.held().add(-taken.length);
        }
        return taken;
    }

    /** Delivers the message to the caller. */
    void deliver(CallExchange exchange, Metadata metadata, long @Nullable [] times) {
        byte[] array = requireNonNull(take());
        try {
            deliver(array, exchange, metadata, times);
        } finally {
            arrays.done(array);
        }
    }

    private void deliver(byte[] array, CallExchange exchange, Metadata metadata, long @Nullable [] times) {
        Call call = exchange.call();
        Compressor by = compressor;
        if (Deadlines.passed(call, exchange.stream().nowNanos())) {
            ClientKernel.deliverFailure(call, exchange.replyTo(), Deadlines.failure(call, false));
            return;
        }
        call.begin(Step.TRAVEL_TO_CLIENT);
        ReceivedReply received = exchange.codec().received();
        received.reset(call.binding(), array, 0, length, metadata, times);
        if (by != null) {
            int most = exchange.stream().connection().settings().maxMessage();
            received.compressedBy(compressed -> MessageCompression.decompress(by, compressed, most));
        }
        ClientKernel.deliver(call, exchange.replyTo(), received);
    }
}
