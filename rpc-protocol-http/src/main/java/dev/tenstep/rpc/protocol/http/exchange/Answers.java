package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.Head;
import org.jspecify.annotations.Nullable;

/**
 * The beginnings and the ends of answers, in the words of one protocol, to requests that want them in the same form.
 * Immutable.
 */
public interface Answers {

    /**
     * The beginning and the end of an answer, around a message.
     *
     * @param head null if it has been sent, or if the trailers are all
     * @param tail the rest of the body; null for none. Not to be changed
     * @param trailers null if the answer has none
     * @param ends whether nothing follows
     * @param failure of the call; null if it succeeds
     */
    record Answer(
            @Nullable Head head,
            byte @Nullable [] tail,
            @Nullable Head trailers,
            boolean ends,
            @Nullable WireFailure failure) {

        /** Returns the longest list of fields, as {@link Head#size} counts it. */
        int longestHead() {
            return Math.max(head == null ? 0 : head.size(), trailers == null ? 0 : trailers.size());
        }

        /** Returns the failure of a call whose client accepts no list of fields that long: its own, or that it is too long. */
        RpcException shortened(int most) {
            return failure != null
                    ? new RpcException(failure.code(), failure.text())
                    : new RpcException(
                            StatusCode.RESOURCE_EXHAUSTED,
                            "the answer's metadata is " + longestHead()
                                    + " bytes with what precedes it (expected: at most " + most
                                    + ", as the client says)");
        }
    }

    /**
     * A declared exception as the message that the exported {@code .proto} declares for it.
     *
     * @param type its full name, or an address that ends with a slash and the name
     */
    record Detail(String type, byte[] message) {

        /** Returns it as the exception of that name that a method declares; null if the method declares none. */
        public WireFailure.@Nullable Declared declared(MethodContract method) {
            String full = type.substring(type.lastIndexOf('/') + 1);
            String scope = method.service().substring(0, method.service().lastIndexOf('.') + 1);
            String name = full.startsWith(scope) ? full.substring(scope.length()) : full;
            return method.exceptionIndex(name) < 0 ? null : new WireFailure.Declared(name, message);
        }
    }

    /** The compressor of messages; null for none. */
    @Nullable
    Compressor compressor();

    /**
     * Returns what goes around the one message.
     *
     * @param isCompressed whether the message is
     * @param serverNanos the times of the server's steps; null if the client does not want them
     */
    Answer whole(boolean isCompressed, Metadata metadata, Metadata trailers, long @Nullable [] serverNanos);

    /** Returns what begins a stream. */
    Answer begun(Metadata metadata);

    /** Returns what ends a stream. */
    Answer ended(Metadata trailers, long @Nullable [] serverNanos);

    /**
     * Returns the end of a call that fails.
     *
     * @param detail the declared exception for clients that know its message; null for none
     * @param headSent whether the head has been sent
     */
    Answer failed(WireFailure failure, @Nullable Detail detail, boolean headSent);
}
