package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.kernel.KernelSettings;

/** What a client's connection knows of the kernel that made it. Event loop, unless it says otherwise. */
public interface ConnectionOwner {

    /** Limits and times. Any thread. */
    KernelSettings settings();

    /** How messages are compressed. Any thread. */
    Compression compression();

    /** The bytes held on behalf of the endpoint. Any thread. */
    MemoryBudget budget();

    /** Takes the connection into use: it is made, and calls may be sent. */
    void connected(ClientConnection connection);

    /** Hears that {@link ClientConnection#ready} is another than before. */
    void readyChanged();

    /**
     * Takes the connection out of use: the server takes no more calls on it.
     *
     * @param why for callers that find no connection
     */
    void leaving(ClientConnection connection, String why);

    /** Forgets the connection, which is closed. */
    void closed(ClientConnection connection, String why);

    /** Sends a call that the connection was given and has not sent, over another one. Any thread. */
    void carry(Call call, ReplyTo replyTo);

    /**
     * The failure of a call whose connection was lost. Any thread.
     *
     * @param notStarted whether the call was certainly not started
     */
    RpcException lost(String why, boolean notStarted);
}
