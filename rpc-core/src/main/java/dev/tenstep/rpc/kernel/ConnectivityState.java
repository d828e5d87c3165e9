package dev.tenstep.rpc.kernel;

/** The state of a client's connection to one endpoint, in gRPC's terms. */
public enum ConnectivityState {
    /** Nobody has asked for a connection yet, or the server closed the last one in good order. */
    IDLE,
    /** A connection is being opened, or is open and the server has not answered yet: a call may have to wait. */
    CONNECTING,
    /** The server is known to be there and accepts calls. */
    READY,
    /** The last connection failed, and the backoff is not over: a call that does not wait for ready fails. */
    TRANSIENT_FAILURE
}
