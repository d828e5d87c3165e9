package dev.tenstep.rpc.transport.netty;

/** A server's connection, as its port sees it. All methods are called in the event loop. */
public interface ServerConnection {

    /** Stops taking calls, tells the client so, answers those in flight, and closes. */
    void drain(String why);

    /**
     * Rejects the connection: tells the client why, and closes soon. Called once, before anything else and before
     * anything was read.
     */
    void refuse(String why);

    /** Closes at once; unanswered calls are cancelled for that reason. */
    void kill(String why);
}
