package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A failed call: a code, a text, and who said so. Thrown by blocking methods, the outcome of failed stages, and thrown
 * by handlers that want the caller to see a code. Immutable.
 */
@SuppressWarnings("OverrideThrowableToString") // the message alone is the handler's text; logs want the code too
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final StatusCode code;
    private final boolean fromServer;
    private final boolean notStarted;
    private final int declaredIndex;
    private final transient Detail detail;
    private final transient Metadata metadata;

    /** The detail beside the text: bytes as they are sent, or the object that they are made from or read as. */
    private record Detail(byte[] bytes, @Nullable Object typed, @Nullable Details reader) {
        static final Detail NONE = new Detail(new byte[0], null, null);
    }

    /** Makes an exception that says what went wrong, for a handler or a filter to throw. */
    public RpcException(StatusCode code, String text) {
        this(code, text, null);
    }

    /** Makes an exception with its cause. The cause stays in this process. */
    public RpcException(StatusCode code, String text, @Nullable Throwable cause) {
        this(requireNonNull(code, "code"), text, cause, false, false, -1, Detail.NONE, Metadata.EMPTY);
    }

    private RpcException(
            StatusCode code,
            @Nullable String text,
            @Nullable Throwable cause,
            boolean fromServer,
            boolean notStarted,
            int declaredIndex,
            Detail detail,
            Metadata metadata) {
        super(text, cause);
        this.code = code;
        this.fromServer = fromServer;
        this.notStarted = notStarted;
        this.declaredIndex = declaredIndex;
        this.detail = detail;
        this.metadata = metadata;
    }

    /**
     * A failure of a call whose procedure certainly was not started, so that it may be retried. Only kernels and
     * admission make these.
     */
    public static RpcException notStarted(StatusCode code, String text, @Nullable Throwable cause) {
        return new RpcException(code, text, cause, false, true, -1, Detail.NONE, Metadata.EMPTY);
    }

    /** Reports that a call ended with an exception which the server's method declares and the client's does not. */
    public static RpcException undeclared(MethodContract method, String name, String text) {
        return new RpcException(
                StatusCode.UNKNOWN,
                method.displayName() + " failed with " + name + ", which it does not declare on this client: "
                        + Texts.wellFormed(text));
    }

    /**
     * Wraps an exception that the method declares, so that filters see one kind of failure. The caller gets the cause.
     *
     * @param index of its class among the method's declared exceptions
     */
    public static RpcException declared(Throwable exception, int index) {
        return new RpcException(
                StatusCode.UNKNOWN,
                Thrown.text(exception),
                exception,
                false,
                false,
                index,
                Detail.NONE,
                Metadata.EMPTY);
    }

    /** The same failure as a client receives it: reported by the server, for a call that was or was not started. */
    public RpcException fromServer(boolean callNotStarted) {
        return copy(true, callNotStarted, detail(), metadata);
    }

    /** As {@link #fromServer(boolean)}, for a call of this method, so that its detail can be read. */
    public RpcException fromServer(boolean callNotStarted, MethodBinding binding) {
        return copy(true, callNotStarted, new Detail(detail().bytes, null, binding.details()), metadata);
    }

    /** The same failure as a handler passes it on: in its own name now, for a call that was started. */
    public RpcException relayed() {
        return fromServer || notStarted ? copy(false, false, detail, metadata) : this;
    }

    /** The same failure for a call that was not started; only admission may say so. */
    public RpcException unstarted() {
        return copy(fromServer, true, detail, metadata);
    }

    /** The same failure for a call that another attempt may have started. */
    public RpcException started() {
        return notStarted ? copy(fromServer, false, detail, metadata) : this;
    }

    /**
     * The same failure with an object that carries details, for the caller's {@link #detail}. It is encoded like a
     * result, by the method's serializer, under its class's simple name. Details longer than 32 KiB are left out.
     */
    public RpcException withDetail(Object newDetail) {
        Detail typed = new Detail(new byte[0], requireNonNull(newDetail, "newDetail"), null);
        return copy(fromServer, notStarted, typed, metadata);
    }

    /** The same failure with bytes that client and server agree on, in place of a {@link #withDetail detail}. */
    public RpcException withDetails(byte[] newDetails) {
        return copy(fromServer, notStarted, new Detail(newDetails.clone(), null, null), metadata);
    }

    /** The detail object before it is sent. */
    @Nullable
    Object typedDetail() {
        return detail().typed;
    }

    /** The same failure with metadata for the caller. */
    public RpcException withMetadata(Metadata newMetadata) {
        return copy(fromServer, notStarted, detail, newMetadata);
    }

    /** The same failure with this thread's stack: one failure may end many calls, each with a caller of its own. */
    public RpcException here() {
        return new RpcException(
                code, getMessage(), getCause(), fromServer, notStarted, declaredIndex, detail, metadata);
    }

    /** A failure with the stack of the caller, who is the one to read it. */
    public static Throwable thrownHere(@Nullable Throwable failure) {
        if (failure instanceof RpcException rpcFailure) {
            return rpcFailure.here();
        }
        Throwable declared = requireNonNull(failure, "failure");
        try {
            declared.setStackTrace(new Throwable().getStackTrace());
        } catch (Throwable e) {
            // Its own methods are user code; it keeps the stack that it has.
        }
        return declared;
    }

    private RpcException copy(boolean server, boolean unstarted, Detail newDetail, Metadata newMetadata) {
        RpcException e = new RpcException(
                code, getMessage(), getCause(), server, unstarted, declaredIndex, newDetail, newMetadata);
        e.setStackTrace(getStackTrace());
        return e;
    }

    /** The kind of failure. */
    public StatusCode code() {
        return code;
    }

    /** Returns whether the server reported it; otherwise it was detected here. */
    public boolean fromServer() {
        return fromServer;
    }

    /** Returns whether the procedure certainly was not started; false means that it may have been. */
    public boolean notStarted() {
        return notStarted;
    }

    /** The index of the declared exception that is the cause, or -1. */
    public int declaredIndex() {
        return declaredIndex;
    }

    /** After a round trip through Java's own serialization there is none. */
    private Detail detail() {
        return detail == null ? Detail.NONE : detail;
    }

    /**
     * The detail object: the one given to {@link #withDetail}, or a copy of it on the caller's side.
     *
     * @return null if there is none, or one of a class with another simple name
     * @throws RpcException INTERNAL if the received bytes cannot be read as that class
     * @throws dev.tenstep.rpc.contract.ContractException if the class cannot be serialized
     */
    public <T> @Nullable T detail(Class<T> type) {
        Object typed = detail().typed;
        Details reader = detail().reader;
        if (typed != null) {
            return type.isInstance(typed) ? type.cast(typed) : null;
        }
        return reader == null ? null : reader.decode(detail().bytes, type);
    }

    /** The details as bytes; empty if there are none. */
    public byte[] details() {
        return detail().bytes.clone();
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
