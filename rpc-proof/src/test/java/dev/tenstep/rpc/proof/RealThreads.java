package dev.tenstep.rpc.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Runs a race on real threads many times over: quickly, and with the reordering that a model checker does not know. */
final class RealThreads {
    private RealThreads() {}

    /** Throws if one of so many runs ends wrongly. */
    static void run(Trial trial, int rounds) {
        int threads = trial.threads().size();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < rounds; round++) {
                Race race = Arena.make(trial.race());
                AtomicInteger missing = new AtomicInteger(threads);
                List<Future<?>> running = new ArrayList<>();
                for (String operations : trial.threads()) {
                    running.add(pool.submit(() -> {
                        missing.decrementAndGet();
                        while (missing.get() > 0) {
                            LockSupport.parkNanos(1);
                        }
                        for (String operation : operations.split(" ")) {
                            race.act(operation);
                        }
                    }));
                }
                for (Future<?> each : running) {
                    each.get();
                }
                race.check();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(trial.fact(), e);
        } finally {
            pool.shutdownNow();
        }
    }
}
