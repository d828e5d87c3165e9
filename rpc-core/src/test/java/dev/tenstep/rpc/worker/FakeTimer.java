package dev.tenstep.rpc.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves. One thread. */
public final class FakeTimer implements Timer {
    private final List<Task> tasks = new ArrayList<>();
    private long now = 1_000_000;

    private record Task(long at, Runnable body) {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Runnable after(long nanos, Runnable body) {
        Task task = new Task(now + nanos, body);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public void close() {
        List.copyOf(tasks).forEach(this::run);
    }

    /** Moves the clock, and runs the tasks that are due by then. */
    public void pass(Duration time) {
        now += time.toNanos();
        List.copyOf(tasks).stream().filter(task -> task.at <= now).forEach(this::run);
    }

    private void run(Task task) {
        if (tasks.remove(task)) {
            task.body.run();
        }
    }

    /** The delays until each task is due, in milliseconds. */
    public List<Long> waits() {
        return tasks.stream().map(task -> (task.at - now) / 1_000_000).toList();
    }
}
