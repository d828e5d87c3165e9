package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;

/** A client's connection, as its owner sees it. */
public interface ClientConnection {

    /**
     * Takes a call and guarantees that it ends; any thread.
     *
     * @return false if the connection takes no more calls: the call is still the caller's
     */
    boolean send(Call call, ReplyTo replyTo);

    /** Returns whether the server is known to be up and to take calls; any thread. */
    boolean ready();

    /**
     * Returns whether the connection was worth making: a server that only accepts connections is not redialled at once.
     * Event loop.
     */
    boolean ofUse();

    /** Closes once all calls in flight have ended; the owner sends no more. Event loop. */
    void drain();

    /** Closes at once; calls in flight fail for that reason. Event loop. */
    void close(String why);

    /**
     * Closes because TLS failed after the connection was established. Event loop.
     *
     * @param refused whether the server refused the connection, which it does before it reads anything
     */
    void broken(String why, boolean refused);
}
