package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Settings that all calls of a stub share. Immutable; given to {@code client.stub(type, options)}. */
public final class CallOptions {
    /**
     * The defaults: the deadline of the method or else of the client, no metadata, no trace, the client's retry policy.
     */
    public static final CallOptions DEFAULT =
            new CallOptions(null, Metadata.EMPTY, null, null, false, null, null, null);

    private final @Nullable Duration deadline;
    private final Metadata metadata;
    private final @Nullable String serializer;
    private final @Nullable String compression;
    private final boolean waitForReady;
    private final @Nullable Consumer<CallTrace> trace;
    private final @Nullable RetryPolicy retry;
    private final @Nullable Duration hedge;

    private CallOptions(
            @Nullable Duration deadline,
            Metadata metadata,
            @Nullable String serializer,
            @Nullable String compression,
            boolean waitForReady,
            @Nullable Consumer<CallTrace> trace,
            @Nullable RetryPolicy retry,
            @Nullable Duration hedge) {
        this.deadline = deadline;
        this.metadata = metadata;
        this.serializer = serializer;
        this.compression = compression;
        this.waitForReady = waitForReady;
        this.trace = trace;
        this.retry = retry;
        this.hedge = hedge;
    }

    /** The defaults, with a time that each call may take, from its start. */
    public static CallOptions deadline(Duration deadline) {
        return DEFAULT.withDeadline(deadline);
    }

    /** These, with a time that each call may take, from its start; it must be positive. */
    public CallOptions withDeadline(Duration newDeadline) {
        Duration limit = TimeLimit.positive("deadline", newDeadline);
        return new CallOptions(limit, metadata, serializer, compression, waitForReady, trace, retry, hedge);
    }

    /** These, with more metadata. */
    public CallOptions with(Metadata more) {
        return new CallOptions(
                deadline, metadata.with(more), serializer, compression, waitForReady, trace, retry, hedge);
    }

    /** These, with another serializer than the client's, by its name. */
    public CallOptions withSerializer(String name) {
        return new CallOptions(
                deadline, metadata, requireNonNull(name, "name"), compression, waitForReady, trace, retry, hedge);
    }

    /**
     * These, with each call's messages compressed whatever their size, if the server supports the compressor. Results
     * above the usual threshold are compressed likewise.
     *
     * @param name of the compressor: {@code gzip} or another on the class path, or {@code none} for no compression at all
     */
    public CallOptions withCompression(String name) {
        return new CallOptions(
                deadline, metadata, serializer, requireNonNull(name, "name"), waitForReady, trace, retry, hedge);
    }

    /** These, with calls that wait for a connection, until their deadline, instead of failing because there is none. */
    public CallOptions waitForReady() {
        return new CallOptions(deadline, metadata, serializer, compression, true, trace, retry, hedge);
    }

    /** These, with a trace of each successful call, passed on after step 10 in the thread that performed it. */
    public CallOptions withTrace(Consumer<CallTrace> sink) {
        return new CallOptions(
                deadline, metadata, serializer, compression, waitForReady, requireNonNull(sink, "sink"), retry, hedge);
    }

    /** These, with another retry policy than the client's; {@link RetryPolicy#NONE} never retries. */
    public CallOptions withRetry(RetryPolicy policy) {
        return new CallOptions(
                deadline,
                metadata,
                serializer,
                compression,
                waitForReady,
                trace,
                requireNonNull(policy, "policy"),
                hedge);
    }

    /**
     * These, with a hedge: a call of an idempotent method without streams gets a second attempt beside the first if no
     * answer has come within the delay. It goes over another connection if there is one, and the first answer wins.
     * Zero turns hedging off.
     */
    public CallOptions hedge(Duration delay) {
        Duration limit = TimeLimit.of("hedge", delay);
        return new CallOptions(deadline, metadata, serializer, compression, waitForReady, trace, retry, limit);
    }

    /** The time that each call may take; null for the method's or else the client's. */
    public @Nullable Duration deadline() {
        return deadline;
    }

    /** The metadata that each call sends. */
    public Metadata metadata() {
        return metadata;
    }

    /** The serializer's name; null for the client's. */
    public @Nullable String serializer() {
        return serializer;
    }

    /** The compressor for messages; null for the client's setting, which covers long ones. */
    public @Nullable String compression() {
        return compression;
    }

    /** Returns whether calls wait for a connection. */
    public boolean waitsForReady() {
        return waitForReady;
    }

    /** The receiver of the traces; null if there is none. */
    public @Nullable Consumer<CallTrace> trace() {
        return trace;
    }

    /** The retry policy; null for the client's. */
    public @Nullable RetryPolicy retry() {
        return retry;
    }

    /** The delay after which a second attempt starts beside the first; null for the client's. */
    public @Nullable Duration hedge() {
        return hedge;
    }
}
