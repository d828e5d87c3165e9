package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a stub's calls have in common beside their method. Immutable; given to {@code client.stub(type, options)}. */
public final class CallOptions {
    /** The deadline of the method or else of the client, no metadata, no trace. */
    public static final CallOptions DEFAULT = new CallOptions(null, Metadata.EMPTY, null, false, null);

    private final @Nullable Duration deadline;
    private final Metadata metadata;
    private final @Nullable String serializer;
    private final boolean waitForReady;
    private final @Nullable Consumer<CallTrace> trace;

    private CallOptions(
            @Nullable Duration deadline,
            Metadata metadata,
            @Nullable String serializer,
            boolean waitForReady,
            @Nullable Consumer<CallTrace> trace) {
        this.deadline = deadline;
        this.metadata = metadata;
        this.serializer = serializer;
        this.waitForReady = waitForReady;
        this.trace = trace;
    }

    /** The default ones with a time that each call may take, from its start. */
    public static CallOptions deadline(Duration deadline) {
        return DEFAULT.withDeadline(deadline);
    }

    /** These with a time that each call may take, from its start; it must be positive. */
    public CallOptions withDeadline(Duration newDeadline) {
        if (requireNonNull(newDeadline, "newDeadline").isNegative() || newDeadline.isZero()) {
            throw new IllegalArgumentException("deadline: " + newDeadline + " (expected: a positive duration)");
        }
        return new CallOptions(newDeadline, metadata, serializer, waitForReady, trace);
    }

    /** These with more metadata. */
    public CallOptions with(Metadata more) {
        return new CallOptions(deadline, metadata.with(more), serializer, waitForReady, trace);
    }

    /** These with another serializer than the client's, by its name. */
    public CallOptions withSerializer(String name) {
        return new CallOptions(deadline, metadata, requireNonNull(name, "name"), waitForReady, trace);
    }

    /** These, but a call waits (until its deadline) for a connection where it would fail since there is none. */
    public CallOptions waitForReady() {
        return new CallOptions(deadline, metadata, serializer, true, trace);
    }

    /** These with a trace of each call that succeeds, told after step 10 in the thread that performed it. */
    public CallOptions withTrace(Consumer<CallTrace> sink) {
        return new CallOptions(deadline, metadata, serializer, waitForReady, requireNonNull(sink, "sink"));
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

    /** Whether calls wait for a connection. */
    public boolean waitsForReady() {
        return waitForReady;
    }

    /** Who hears the traces; null if nobody does. */
    public @Nullable Consumer<CallTrace> trace() {
        return trace;
    }
}
