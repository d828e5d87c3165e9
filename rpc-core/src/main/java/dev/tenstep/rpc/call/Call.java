package dev.tenstep.rpc.call;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A call as filters and kernels see it. Immutable to them: a change makes a new call ({@code with...}).
 *
 * <p>The members come in two groups. Filters need the first one, from {@link #binding} to {@link #withDeadlineNanos}; handles,
 * kernels and protocols the second one, from {@link #original} on.
 */
public interface Call {
    /**
     * Runs a task here and now, and restores the thread's state afterwards: for user code that is known not to block.
     */
    Executor IN_PLACE = ThreadState::keep;

    /** The method and how its messages are coded. */
    MethodBinding binding();

    /** The method. */
    default MethodContract method() {
        return binding().method();
    }

    /** The metadata that the caller sent. */
    Metadata metadata();

    /** The call's deadline, by {@link System#nanoTime()}; 0 if it has none. */
    long deadlineNanos();

    /** The time until the deadline in nanoseconds, negative after it; {@link Long#MAX_VALUE} without one. */
    default long remainingNanos() {
        long deadline = deadlineNanos();
        return deadline == 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
    }

    /** A signal that fires when nobody waits for the call's outcome any more. */
    Cancellation cancellation();

    /** Returns whether nobody waits for the outcome any more. Cheaper than asking {@link #cancellation()}. */
    boolean cancelled();

    /** The call's number, the same for all its attempts; unique in its client, and in its server. */
    long callId();

    /** The number of this attempt, from 1. */
    int attempt();

    /**
     * The parameters in order: on a client as the caller passed them, on a server decoded once, at first use. Not to be
     * changed.
     *
     * @throws RpcException INVALID_ARGUMENT if they cannot be decoded
     */
    @Nullable
    Object[] arguments();

    /**
     * The stream parameter: the caller's own on a client, a stream of decoded elements on a server; null if the method
     * has none. It takes one subscriber, the kernel or the handler.
     */
    default Flow.@Nullable Publisher<?> stream() {
        return null;
    }

    /**
     * Makes the reply that carries this result. Where a reply is lent, the call itself is the reply: make one at a
     * time.
     */
    Reply replyWith(@Nullable Object result);

    /**
     * The name of the protocol that the call came by, such as {@code tenstep}, or {@code inproc} if it never left the
     * process; null on clients.
     */
    default @Nullable String protocol() {
        return null;
    }

    /** A human-readable description of the call's origin, an address or a name; null on clients. */
    default @Nullable String peer() {
        return null;
    }

    /** The verified certificate that the client presented; null without mutual TLS, and on clients. */
    default @Nullable X509Certificate peerCertificate() {
        return null;
    }

    /**
     * The caller's identity as a filter of the server established it. Without such a filter, the subject of {@link
     * #peerCertificate()}; null without a certificate, and on clients.
     */
    default @Nullable Principal principal() {
        X509Certificate shown = peerCertificate();
        return shown == null ? null : shown.getSubjectX500Principal();
    }

    /** The same call with a known caller, for {@link CallContext#principal()} and the filters that follow. */
    default Call withPrincipal(Principal principal) {
        return DerivedCall.withPrincipal(this, principal);
    }

    /** The same call with other metadata. */
    default Call withMetadata(Metadata metadata) {
        return DerivedCall.withMetadata(this, metadata);
    }

    /** The same call with other parameters, as many as the method has apart from a stream. */
    default Call withArguments(@Nullable Object... arguments) {
        return DerivedCall.withArguments(this, arguments);
    }

    /** The same call with another stream, of elements of the same type. */
    default Call withStream(Flow.Publisher<?> stream) {
        return DerivedCall.withStream(this, stream);
    }

    /** The same call with an earlier deadline. */
    default Call withDeadlineNanos(long deadlineNanos) {
        return DerivedCall.withDeadline(this, deadlineNanos);
    }

    // For handles, kernels and protocols from here on.

    /** The call as its handle or kernel made it, beneath everything that filters changed. */
    default Call original() {
        return this;
    }

    /** The failure to report to the peer when a stream that this side sends fails. */
    default RpcException streamFailure(Throwable thrown) {
        Throwable inner = Thrown.peel(thrown);
        return inner instanceof RpcException said
                ? said.relayed()
                : new RpcException(
                        StatusCode.UNKNOWN, "the stream of " + this + " failed: " + Thrown.text(inner), inner);
    }

    /** Builds the text that tells the sender of a stream why an element cannot be read. */
    default String unreadableElement(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /** Builds the text that tells the receiver of a stream why an element cannot be written. */
    default String unwritableElement(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /** The executor for user code that takes part in the call's streams. */
    default Executor signals() {
        return IN_PLACE;
    }

    /** Writes the parameters' message; may be called repeatedly. */
    void writeArguments(MessageOutput out) throws IOException;

    /**
     * Encodes the parameters now, in this thread, unless they are encoded already. Kernels ask for it in the caller's
     * thread when a call has to wait. From then on {@link #writeArguments} copies that message, or throws what this
     * method threw. Clients only.
     *
     * @param maxMessage the longest that the message may be, in bytes
     * @return the message's length in bytes
     */
    default int encodeArguments(int maxMessage) throws IOException {
        return 0;
    }

    /**
     * Makes {@link #writeArguments} write this message, the one that was sent, from now on. Kernels call it for a call
     * that failed and may be retried, so that the retry sends the same bytes. Clients only.
     *
     * @param message null if it was not kept: the call is not retried
     */
    default void argumentsSent(byte @Nullable [] message) {}

    /** Notes that a step begins. Kernels call it for the steps that are theirs. */
    void begin(Step step);

    /** Notes that a step begins at a time, by {@link System#nanoTime()}, that the kernel has read already. */
    default void begin(Step step, long nanos) {
        begin(step);
    }

    /** The compressor that the caller chose for the call's messages, whatever their size; null if it chose none. */
    default @Nullable String compression() {
        return null;
    }

    /**
     * Returns whether the call waits for a connection, until its deadline, instead of failing because there is none.
     */
    default boolean waitForReady() {
        return false;
    }

    /** Returns whether this very thread waits for the outcome, and so must not be the one that produces it. */
    default boolean waitsInThisThread() {
        return false;
    }

    /** Returns whether the client wants to know how long the server spent in each step. */
    boolean traced();
}
