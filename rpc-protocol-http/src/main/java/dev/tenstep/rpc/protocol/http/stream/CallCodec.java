package dev.tenstep.rpc.protocol.http.stream;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.transport.netty.connection.ClientSide;

/** Turns a client's calls into requests of HTTP, whose bodies are without the elements of a stream. */
public interface CallCodec extends ClientSide.Requests {

    /**
     * Returns the head of a call's request at that {@link System#nanoTime()}. Event loop.
     *
     * @param body lent for the call
     */
    Head head(Call call, long now, byte[] body, int offset, int length);

    /**
     * Sends a request. Event loop.
     *
     * @param body lent for the call
     */
    ClientExchange open(HttpStream stream, Call call, ReplyTo replyTo, Head head, byte[] body, int offset, int length);
}
