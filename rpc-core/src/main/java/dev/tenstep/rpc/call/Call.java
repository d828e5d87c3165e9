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
     * Runs what it is given here and now, and leaves the thread as it was: where user's code runs of which it is known that it
     * does not block.
     */
    Executor IN_PLACE = ThreadState::keep;

    /** The method and how its messages are coded. */
    MethodBinding binding();

    /** The method. */
    default MethodContract method() {
        return binding().method();
    }

    /** What the caller sends along. */
    Metadata metadata();

    /** When the call ends at the latest, by {@link System#nanoTime()}; 0 if it has no deadline. */
    long deadlineNanos();

    /** The time until the deadline in nanoseconds, negative after it; {@link Long#MAX_VALUE} without one. */
    default long remainingNanos() {
        long deadline = deadlineNanos();
        return deadline == 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
    }

    /** Fires when nobody waits for the call's outcome any more. */
    Cancellation cancellation();

    /** Whether nobody waits for the outcome any more: cheaper than asking {@link #cancellation()}. */
    boolean cancelled();

    /** The call's number, the same for all its attempts; unique in its client, and in its server. */
    long callId();

    /** Which attempt this is, from 1. */
    int attempt();

    /**
     * The parameters in order: at a client what the caller passed, at a server decoded at first use, once. Not to be changed.
     *
     * @throws RpcException INVALID_ARGUMENT if they cannot be decoded
     */
    @Nullable
    Object[] arguments();

    /**
     * The stream that is a parameter: of what the caller gave, or at a server of decoded elements; null where the method has
     * none. It takes one subscriber, the kernel or the handler.
     */
    default Flow.@Nullable Publisher<?> stream() {
        return null;
    }

    /** The reply that has this result. Where it is lent, the call is the reply: make one at a time. */
    Reply replyWith(@Nullable Object result);

    /**
     * The name of the protocol that the call came by, such as {@code tenstep}, or {@code inproc} where it never left the process;
     * null at clients.
     */
    default @Nullable String protocol() {
        return null;
    }

    /** Where the call comes from, for people to read: an address or a name; null at clients. */
    default @Nullable String peer() {
        return null;
    }

    /** The certificate that the client has shown, verified; null without mutual TLS, and at clients. */
    default @Nullable X509Certificate peerCertificate() {
        return null;
    }

    /**
     * Who calls, as a filter of the server found out; where none did, the subject of {@link #peerCertificate()}, or null without
     * one, and at clients.
     */
    default @Nullable Principal principal() {
        X509Certificate shown = peerCertificate();
        return shown == null ? null : shown.getSubjectX500Principal();
    }

    /** The same call, whose caller is known: for {@link CallContext#principal()} and the filters that follow. */
    default Call withPrincipal(Principal principal) {
        return DerivedCall.withPrincipal(this, principal);
    }

    /** The same call with other metadata. */
    default Call withMetadata(Metadata metadata) {
        return DerivedCall.withMetadata(this, metadata);
    }

    /** The same call with other parameters, as many as the method has besides a stream. */
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

    /** The call as its handle or kernel made it, under everything that filters changed. */
    default Call original() {
        return this;
    }

    /** What the other end is told of a failure of a stream that this end sends. */
    default RpcException streamFailure(Throwable thrown) {
        Throwable inner = Thrown.peel(thrown);
        return inner instanceof RpcException said
                ? said.relayed()
                : new RpcException(
                        StatusCode.UNKNOWN, "the stream of " + this + " failed: " + Thrown.text(inner), inner);
    }

    /** Says to the end that sent it why an element of a stream cannot be read. */
    default String unreadableElement(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /** Says to the end that was to get it why an element of a stream cannot be written. */
    default String unwritableElement(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /** Where user's code runs that takes part in the call's streams. */
    default Executor signals() {
        return IN_PLACE;
    }

    /** Writes the parameters' message, as often as it is asked to. */
    void writeArguments(MessageOutput out) throws IOException;

    /**
     * Encodes the parameters now, in this thread, unless they have been: kernels say so of a call that is to wait, in the thread
     * that made it. From then on {@link #writeArguments} copies that message, or throws what this did. At a client.
     *
     * @param maxMessage the longest that the message may be, in bytes
     * @return the message's length in bytes
     */
    default int encodeArguments(int maxMessage) throws IOException {
        return 0;
    }

    /**
     * Has {@link #writeArguments} write that message from now on: the one that was sent. Kernels say so of a call that failed and
     * may be tried again, so that what is sent then is the same. At a client.
     *
     * @param message null if it was not kept: the call is not tried again
     */
    default void argumentsSent(byte @Nullable [] message) {}

    /** Notes that a step begins. Kernels say so of the steps that are theirs. */
    void begin(Step step);

    /** Notes that a step begins at that time, by {@link System#nanoTime()}, where the kernel knows it anyway. */
    default void begin(Step step, long nanos) {
        begin(step);
    }

    /** The name of what the caller wants the call's messages compressed with, whatever their size; null if it has no wish. */
    default @Nullable String compression() {
        return null;
    }

    /** Whether the call waits (until its deadline) for a connection where it would fail since there is none. */
    default boolean waitForReady() {
        return false;
    }

    /** Whether this very thread waits for the outcome, and so must not be the one that is to bring it. */
    default boolean waitsInThisThread() {
        return false;
    }

    /** Whether the client wants to know how long the server spent in each step. */
    boolean traced();
}
