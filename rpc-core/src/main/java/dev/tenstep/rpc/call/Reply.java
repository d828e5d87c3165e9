package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a successful call: a result, as a value and as a message. There is no status: failures are exceptions.
 */
public interface Reply {

    /** Makes a reply with that result, which is encoded when it is written. */
    static Reply of(MethodBinding binding, @Nullable Object result) {
        return new ResultReply(binding, result, Metadata.EMPTY);
    }

    /**
     * The result; on a client it is decoded at first use, once.
     *
     * @throws RpcException INTERNAL if it cannot be decoded
     */
    @Nullable
    Object result();

    /**
     * The streamed results of a method that returns a stream, which then has no other result; else null. Failures from
     * here on go to its {@code onError}.
     */
    default Flow.@Nullable Publisher<?> results() {
        return null;
    }

    /** The metadata that the server sent. */
    Metadata replyMetadata();

    /** The metadata that the server sent after the last of the results; empty until then. */
    default Metadata trailers() {
        return Metadata.EMPTY;
    }

    /** Writes the result's message; may be called repeatedly. */
    void writeResult(MessageOutput out) throws IOException;

    /**
     * The length of the encoded message in bytes, or an upper bound if it is not known yet; -1 if it has not been
     * encoded.
     */
    default int resultLength() {
        return -1;
    }

    /** The same reply with another stream of results, of the same type. */
    default Reply withResults(Flow.Publisher<?> results) {
        return new ChangedResults(this, results);
    }

    /** A reply that outlives the callback in which this one was lent. */
    default Reply keep() {
        return this;
    }

    /**
     * The time that the server spent in each of its steps from {@link Step#TRAVEL_TO_SERVER} (receiving) to {@link
     * Step#HAND_TO_SERVER_KERNEL}, in nanoseconds; null unless the client asked for a trace.
     */
    default long @Nullable [] serverNanos() {
        return null;
    }
}
