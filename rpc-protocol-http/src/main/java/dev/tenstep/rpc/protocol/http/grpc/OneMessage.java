package dev.tenstep.rpc.protocol.http.grpc;

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
    private byte @Nullable [] message;
    private @Nullable Compressor compressor;

    OneMessage(MemoryBudget.Share memory) {
        this.memory = memory;
    }

    /** Checks that a message may come. */
    void only() {
        if (message != null) {
            throw new RpcException(StatusCode.INTERNAL, "a response with two messages (expected: one)");
        }
    }

    void set(byte[] array, @Nullable Compressor by) {
        only();
        message = array;
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
        byte[] dropped = message;
        message = null;
        if (dropped != null) {
            memory.held().add(-dropped.length);
        }
    }

    /** Delivers the message to the caller. */
    void deliver(GrpcExchange exchange, Metadata metadata, long @Nullable [] times) {
        Call call = exchange.call();
        byte[] array = java.util.Objects.requireNonNull(message);
        Compressor by = compressor;
        drop();
        if (Deadlines.passed(call, exchange.stream().nowNanos())) {
            ClientKernel.deliverFailure(call, exchange.replyTo(), Deadlines.failure(call, false));
            return;
        }
        call.begin(Step.TRAVEL_TO_CLIENT);
        ReceivedReply received = exchange.codec().received();
        received.reset(call.binding(), array, 0, array.length, metadata, times);
        if (by != null) {
            int most = exchange.stream().connection().settings().maxMessage();
            received.compressedBy(compressed -> MessageCompression.decompress(by, compressed, most));
        }
        ClientKernel.deliver(call, exchange.replyTo(), received);
    }
}
