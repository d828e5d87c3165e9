package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records the steps of every call of a client or a server, for a test to compare.
 *
 * <pre>{@code
 * StepRecorder steps = new StepRecorder();
 * RpcClient client = RpcClient.builder().to(target).listener(steps).build();
 * client.stub(Users.class).find(42);
 * assertThat(steps.awaitEnded(1).get(0).steps()).containsExactly(Step.CALL_CLIENT_HANDLE, ...);
 * }</pre>
 *
 * <p>Safe for use by many threads; guarded by its own monitor.
 */
public final class StepRecorder implements StepListener {
    private static final long LONG_MILLIS = Eventually.LONG.toMillis();

    private final Map<Key, Recording> recordings = new LinkedHashMap<>();

    private record Key(long callId, int attempt) {}

    private static final class Recording {
        final String method;
        final List<Step> steps = new ArrayList<>();
        int ends;
        boolean stepAfterEnd;

        @Nullable
        Throwable failure;

        Recording(String method) {
            this.method = method;
        }
    }

    /**
     * The events of one attempt of a call.
     *
     * @param method the method's display name
     * @param steps in the order in which they began
     * @param ends how often the call ended: 1 for a correct call that has ended
     * @param stepAfterEnd whether a step began after the end: false for a correct call
     * @param failure the cause of failure; null if it succeeded
     */
    public record Heard(
            long callId,
            int attempt,
            String method,
            List<Step> steps,
            int ends,
            boolean stepAfterEnd,
            @Nullable Throwable failure) {}

    /** Makes one that has heard nothing. */
    public StepRecorder() {}

    @Override
    public synchronized void stepBegan(Call call, Step step, long nanos) {
        Recording recording = recording(call);
        recording.steps.add(step);
        recording.stepAfterEnd |= recording.ends > 0;
    }

    @Override
    public synchronized void callEnded(Call call, @Nullable Throwable failure, long nanos) {
        Recording recording = recording(call);
        recording.ends++;
        recording.failure = failure;
        notifyAll();
    }

    private Recording recording(Call call) {
        return recordings.computeIfAbsent(
                new Key(call.callId(), call.attempt()),
                key -> new Recording(call.method().displayName()));
    }

    /** Returns all calls so far, in the order in which they began. */
    public synchronized List<Heard> calls() {
        List<Heard> calls = new ArrayList<>();
        recordings.forEach((key, r) -> calls.add(
                new Heard(key.callId, key.attempt, r.method, List.copyOf(r.steps), r.ends, r.stepAfterEnd, r.failure)));
        return calls;
    }

    /**
     * Waits until so many calls have ended, since the end is reported after the caller has its result.
     *
     * @return all calls, as {@link #calls()}
     * @throws AssertionError if they don't end within 30 seconds
     */
    public synchronized List<Heard> awaitEnded(int count) {
        long end = System.nanoTime() / 1_000_000 + LONG_MILLIS;
        while (recordings.values().stream().filter(r -> r.ends > 0).count() < count) {
            long left = end - System.nanoTime() / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited in vain until " + count + " calls ended: " + calls());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for calls to end", e);
            }
        }
        return calls();
    }
}
