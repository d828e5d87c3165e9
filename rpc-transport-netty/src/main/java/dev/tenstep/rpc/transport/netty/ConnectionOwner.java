package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.KernelSettings;

/** The kernel that made a client's connection, as the connection sees it. Event loop, unless stated otherwise. */
public interface ConnectionOwner {

    /** The server's name and port, for protocols that tell them the server. Any thread. */
    String authority();

    /** Returns whether connections are encrypted. Any thread. */
    boolean encrypted();

    /** The limits and timeouts. Any thread. */
    KernelSettings settings();

    /** The compression settings. Any thread. */
    Compression compression();

    /** The configuration of the client, for keys of the protocol's own. Any thread. */
    ConfigReader config();

    /** The bytes held on behalf of the endpoint. Any thread. */
    MemoryBudget budget();

    /** Puts an established connection to use: calls may be sent on it. */
    void connected(ClientConnection connection);

    /** Notes that the value of {@link ClientConnection#ready} has changed. */
    void readyChanged();

    /**
     * Retires the connection: the server takes no more calls on it.
     *
     * @param why the reason for callers that find no connection
     */
    void leaving(ClientConnection connection, String why);

    /** Forgets the connection, which has been closed. */
    void closed(ClientConnection connection, String why);

    /** Sends a call that the connection was given and has not sent over another connection. Any thread. */
    void carry(Call call, ReplyTo replyTo);

    /**
     * Ends the work on a call that a closing connection has not sent: hands it on if the connection had {@link #leaving left},
     * so that the call was only late, or else fails it with the connection. Its parameters are encoded. Any thread.
     *
     * @param left whether the connection had left before it closed
     * @param why the reason for its end
     */
    default void unsent(Call call, ReplyTo replyTo, boolean left, String why) {
        if (left) {
            carry(call, replyTo);
        } else {
            ClientKernel.deliverFailure(call, replyTo, lost(why, true));
        }
    }

    /**
     * The failure of a call whose connection was lost. Any thread.
     *
     * @param notStarted whether the call was certainly not started
     */
    RpcException lost(String why, boolean notStarted);
}
