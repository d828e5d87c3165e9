package dev.tenstep.rpc.transport.netty;

/** A server's connection as its port sees it. All methods are called in the event loop. */
public interface ServerConnection {

    /** Takes no more calls from now on, says so to the client, answers those that it took, and closes. */
    void drain(String why);

    /** Takes no call at all: says why, and closes soon. Called once, in place of everything else, before anything was read. */
    void refuse(String why);

    /** Closes at once; calls that are not answered are cancelled for that reason. */
    void kill(String why);
}
