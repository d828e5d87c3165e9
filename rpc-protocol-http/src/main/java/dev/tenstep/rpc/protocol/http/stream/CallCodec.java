package dev.tenstep.rpc.protocol.http.stream;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.serialization.MessageOutput;

/** Turns a client's calls into requests of HTTP. */
public interface CallCodec {

    /**
     * Appends the body of a call's request, without the elements of a stream; any thread.
     *
     * @throws dev.tenstep.rpc.call.RpcException not started: the parameters cannot be written, or are too large
     */
    void write(Call call, MessageOutput out);

    /** Passes the message of a body back to its call, so that a retry sends the same bytes; any thread. */
    void keep(Call call, byte[] body, int offset, int length);

    /** Returns the head of a call's request at that {@link System#nanoTime()}. Event loop. */
    Head head(Call call, long now);

    /**
     * Sends a request. Event loop.
     *
     * @param body lent for the call
     */
    ClientExchange open(HttpStream stream, Call call, ReplyTo replyTo, Head head, byte[] body, int offset, int length);
}
