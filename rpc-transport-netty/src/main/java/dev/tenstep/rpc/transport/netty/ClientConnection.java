package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;

/** A client's connection as its owner sees it. */
public interface ClientConnection {

    /**
     * Takes a call, and ends it in any case; any thread.
     *
     * @return false if the connection takes no more calls: the call is still the caller's
     */
    boolean send(Call call, ReplyTo replyTo);

    /** Whether the server is known to be there and to take calls; any thread. */
    boolean ready();

    /** Whether the connection was worth making: a server that only accepts connections is not dialled again at once. Event loop. */
    boolean ofUse();

    /** Closes when the calls that it has have ended: its owner sends no more. Event loop. */
    void drain();

    /** Closes at once; calls that are not answered are told that reason. Event loop. */
    void close(String why);

    /**
     * Closes, for TLS has failed after the connection was made. Event loop.
     *
     * @param refused whether the server has refused the connection, which it does before it reads anything
     */
    void broken(String why, boolean refused);
}
