package dev.tenstep.rpc.kernel;

/** The state of a client's connection to one endpoint, in the words of gRPC. */
public enum ConnectivityState {
    /** Nobody has asked for a connection yet, or the server has ended the last one in good order. */
    IDLE,
    /** A connection is being made, or is made and the server has not answered yet: a call may have to wait. */
    CONNECTING,
    /** The server is known to be there and takes calls. */
    READY,
    /** The last connection failed, and it is not yet time for another one: a call that does not wait for it fails. */
    TRANSIENT_FAILURE
}
