package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A call that failed: with a code, a text, and who said so. Thrown by blocking methods, the outcome of failed stages, and
 * thrown by handlers that want the caller to see a code. Immutable.
 */
@SuppressWarnings("OverrideThrowableToString") // the message alone is what handlers said; logs want the code too
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final byte[] NO_DETAILS = {};

    private final StatusCode code;
    private final boolean fromServer;
    private final boolean notStarted;
    private final int declaredIndex;
    private final transient byte[] details;
    private final transient Metadata metadata;

    /** Makes one that says what went wrong, for a handler or a filter to throw. */
    public RpcException(StatusCode code, String text) {
        this(code, text, null);
    }

    /** Makes one with its cause. The cause stays in this process. */
    public RpcException(StatusCode code, String text, @Nullable Throwable cause) {
        this(requireNonNull(code, "code"), text, cause, false, false, -1, NO_DETAILS, Metadata.EMPTY);
    }

    private RpcException(
            StatusCode code,
            @Nullable String text,
            @Nullable Throwable cause,
            boolean fromServer,
            boolean notStarted,
            int declaredIndex,
            byte[] details,
            Metadata metadata) {
        super(text, cause);
        this.code = code;
        this.fromServer = fromServer;
        this.notStarted = notStarted;
        this.declaredIndex = declaredIndex;
        this.details = details;
        this.metadata = metadata;
    }

    /**
     * A failure of a call whose procedure certainly has not been started, so that it may be tried again. Only kernels and
     * admission make these.
     */
    public static RpcException notStarted(StatusCode code, String text, @Nullable Throwable cause) {
        return new RpcException(code, text, cause, false, true, -1, NO_DETAILS, Metadata.EMPTY);
    }

    /**
     * Carries an exception that the method declares, so that filters see one kind of failure. The caller gets the cause.
     *
     * @param index of its class among the method's declared exceptions
     */
    public static RpcException declared(Throwable exception, int index) {
        String text;
        try {
            text = exception.toString();
        } catch (RuntimeException e) {
            text = exception.getClass().getName();
        }
        return new RpcException(StatusCode.UNKNOWN, text, exception, false, false, index, NO_DETAILS, Metadata.EMPTY);
    }

    /** The same failure as a client receives it: said by the server, of a call that was or was not started. */
    public RpcException fromServer(boolean callNotStarted) {
        return copy(true, callNotStarted, details, metadata);
    }

    /** The same failure as a handler passes it on: its own words now, of a call that was started. */
    RpcException relayed() {
        return fromServer || notStarted ? copy(false, false, details, metadata) : this;
    }

    /** The same failure of a call that may have been started, by another attempt at it. */
    RpcException started() {
        return notStarted ? copy(fromServer, false, details, metadata) : this;
    }

    /** The same failure with bytes that the two ends agree on. */
    public RpcException withDetails(byte[] newDetails) {
        return copy(fromServer, notStarted, newDetails.clone(), metadata);
    }

    /** The same failure with metadata for the caller. */
    public RpcException withMetadata(Metadata newMetadata) {
        return copy(fromServer, notStarted, details, newMetadata);
    }

    /** The same failure with this thread's stack: one failure may end many calls, each with a caller of its own. */
    RpcException here() {
        return new RpcException(
                code, getMessage(), getCause(), fromServer, notStarted, declaredIndex, details, metadata);
    }

    /** A failure whose stack is the caller's, who is the one to read it. */
    static Throwable thrownHere(@Nullable Throwable failure) {
        if (failure instanceof RpcException rpcFailure) {
            return rpcFailure.here();
        }
        Throwable declared = requireNonNull(failure, "failure");
        declared.setStackTrace(new Throwable().getStackTrace());
        return declared;
    }

    private RpcException copy(boolean server, boolean unstarted, byte[] newDetails, Metadata newMetadata) {
        RpcException e = new RpcException(
                code, getMessage(), getCause(), server, unstarted, declaredIndex, newDetails, newMetadata);
        e.setStackTrace(getStackTrace());
        return e;
    }

    /** What kind of failure it is. */
    public StatusCode code() {
        return code;
    }

    /** Whether the server said it; otherwise it was found out here. */
    public boolean fromServer() {
        return fromServer;
    }

    /** Whether the procedure certainly has not been started; false means that it may have been. */
    public boolean notStarted() {
        return notStarted;
    }

    /** The index of the declared exception that is the cause, or -1. */
    public int declaredIndex() {
        return declaredIndex;
    }

    /** The details; empty if there are none. */
    public byte[] details() {
        return details == null ? NO_DETAILS : details.clone();
    }

    /** The metadata that came with the failure. */
    public Metadata metadata() {
        return metadata == null ? Metadata.EMPTY : metadata;
    }

    @Override
    public String toString() {
        return "RpcException: " + code + (fromServer ? " (from the server" : " (here")
                + (notStarted ? ", not started): " : "): ") + getMessage();
    }
}
