package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of calls as a protocol says them in the bodies of responses: Connect does; gRPC has trailers. A response
 * without streams has one message, which is its whole body. Event loop only.
 */
public interface BodyOutcomes {

    /**
     * The end of a stream of messages.
     *
     * @param failure null if the call succeeded
     * @param trailers as fields
     */
    record End(@Nullable RpcException failure, Fields trailers) {}

    /** The most bytes of an outcome. */
    int most();

    /** Returns whether the body of a response whose status is not 200 says why the call fails. */
    boolean explains(Fields head);

    /**
     * Returns the failure of a call whose response has that status, and that body, which may be empty.
     *
     * @throws IllegalArgumentException if a field of the head is malformed
     */
    RpcException failure(int status, Fields head, byte[] array, int from, int end, MethodBinding binding);

    /**
     * Reads the last message of a stream.
     *
     * @throws RpcException if it is malformed
     * @throws IllegalArgumentException if one of the trailers is
     */
    End end(byte[] array, int from, int end, MethodBinding binding);
}
