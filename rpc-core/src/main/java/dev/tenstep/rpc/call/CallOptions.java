package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a stub's calls have in common beside their method. Immutable; given to {@code client.stub(type, options)}. */
public final class CallOptions {
    /** The deadline of the method or else of the client, no metadata, no trace, retries as the client's. */
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

    /** The default ones with a time that each call may take, from its start. */
    public static CallOptions deadline(Duration deadline) {
        return DEFAULT.withDeadline(deadline);
    }

    /** These with a time that each call may take, from its start; it must be positive. */
    public CallOptions withDeadline(Duration newDeadline) {
        Duration limit = TimeLimit.positive("deadline", newDeadline);
        return new CallOptions(limit, metadata, serializer, compression, waitForReady, trace, retry, hedge);
    }

    /** These with more metadata. */
    public CallOptions with(Metadata more) {
        return new CallOptions(
                deadline, metadata.with(more), serializer, compression, waitForReady, trace, retry, hedge);
    }

    /** These with another serializer than the client's, by its name. */
    public CallOptions withSerializer(String name) {
        return new CallOptions(
                deadline, metadata, requireNonNull(name, "name"), compression, waitForReady, trace, retry, hedge);
    }

    /**
     * These, but the messages of each call are compressed, whatever their size, where the server understands it, and results
     * of some length likewise.
     *
     * @param name of the compressor: {@code gzip} or another on the class path, or {@code none} for no compression at all
     */
    public CallOptions withCompression(String name) {
        return new CallOptions(
                deadline, metadata, serializer, requireNonNull(name, "name"), waitForReady, trace, retry, hedge);
    }

    /** These, but a call waits (until its deadline) for a connection where it would fail since there is none. */
    public CallOptions waitForReady() {
        return new CallOptions(deadline, metadata, serializer, compression, true, trace, retry, hedge);
    }

    /** These with a trace of each call that succeeds, told after step 10 in the thread that performed it. */
    public CallOptions withTrace(Consumer<CallTrace> sink) {
        return new CallOptions(
                deadline, metadata, serializer, compression, waitForReady, requireNonNull(sink, "sink"), retry, hedge);
    }

    /** These with another policy than the client's of what is tried again; {@link RetryPolicy#NONE} for nothing. */
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
     * These, but a call of an idempotent method without streams gets a second attempt beside the first, over another
     * connection if there is one, where no answer has come within the delay; the first answer is taken. Zero for none.
     */
    public CallOptions hedge(Duration delay) {
        Duration limit = TimeLimit.of("hedge", delay);
        return new CallOptions(deadline, metadata, serializer, compression, waitForReady, trace, retry, limit);
    }

    /** The time that each call may take; null for the method's or else the client's. */
    public @Nullable Duration deadline() {
        return deadline;
    }

    /** The metadata that each call brings. */
    public Metadata metadata() {
        return metadata;
    }

    /** The serializer's name; null for the client's. */
    public @Nullable String serializer() {
        return serializer;
    }

    /** What messages are compressed with; null for what the client's configuration says of long ones. */
    public @Nullable String compression() {
        return compression;
    }

    /** Whether calls wait for a connection. */
    public boolean waitsForReady() {
        return waitForReady;
    }

    /** Who hears the traces; null if nobody does. */
    public @Nullable Consumer<CallTrace> trace() {
        return trace;
    }

    /** What is tried again; null for the client's policy. */
    public @Nullable RetryPolicy retry() {
        return retry;
    }

    /** After what time a second attempt is made beside the first; null for the client's. */
    public @Nullable Duration hedge() {
        return hedge;
    }
}
