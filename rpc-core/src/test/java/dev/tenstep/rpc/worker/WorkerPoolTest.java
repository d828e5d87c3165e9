package dev.tenstep.rpc.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WorkerPoolTest {
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger blocked = new AtomicInteger();

    /** A task of a connection. */
    private static final class Task extends PoolTask {
        private final HandlerShare share;
        private final Runnable work;

        Task(HandlerShare share, Runnable work) {
            this.share = share;
            this.work = work;
        }

        @Override
        protected void work() {
            work.run();
        }

        @Override
        protected HandlerShare share() {
            return share;
        }

        @Override
        protected String label() {
            return "Test.task";
        }
    }

    private void block() {
        blocked.incrementAndGet();
        try {
            assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            blocked.decrementAndGet();
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            Thread.onSpinWait();
        }
    }

    private static void runsSo(WorkerPool pool, int tasks) {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            assertThat(pool.tryExecute(done::countDown)).isTrue();
        }
        until("all have run", () -> done.getCount() == 0);
        until("none is counted", () -> pool.load() == 0);
    }

    @Test
    void poolGoesOnWhenNoThreadCanBeStarted() {
        AtomicInteger refusals = new AtomicInteger(20);
        ThreadFactory daemons = WorkerThreads.factory("test");
        ThreadFactory poor = task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return daemons.newThread(task);
        };
        try (WorkerPool pool = new WorkerPool("test", 4, 100, poor)) {
            runsSo(pool, 100);
            assertThat(refusals).hasValueLessThan(0);
        }
    }

    @Test
    void workerThatDiesOutsideItsTaskIsReplaced() {
        AtomicInteger begun = new AtomicInteger();
        try (WorkerPool pool = new WorkerPool("test", 2, 100)) {
            HandlerShare share = new HandlerShare(pool, 1);
            for (int i = 0; i < 50; i++) {
                pool.tryExecute(new PoolTask() {
                    private boolean thrown;

                    @Override
                    protected void work() {}

                    @Override
                    protected HandlerShare share() {
                        if (!thrown && Thread.currentThread().getName().startsWith("test-")) {
                            thrown = true;
                            begun.incrementAndGet();
                            throw new OutOfMemoryError("between tasks");
                        }
                        return share;
                    }

                    @Override
                    protected String label() {
                        return "Test.deadly";
                    }
                });
            }
            until("workers die", () -> begun.get() == 50);
            CountDownLatch done = new CountDownLatch(10);
            for (int i = 0; i < 10; i++) {
                pool.execute(done::countDown);
            }
            until("others take over", () -> done.getCount() == 0);
            until("the lost tasks are counted no more", () -> pool.load() == 0);
        }
    }

    @Test
    void errorsOfTasksCostNoWorker() {
        try (WorkerPool pool = new WorkerPool("test", 2, 1000)) {
            for (int i = 0; i < 100; i++) {
                pool.execute(() -> {
                    throw new OutOfMemoryError("of a task");
                });
            }
            runsSo(pool, 100);
        }
    }

    @Test
    void exceptionThatCannotBeLoggedCostsNoWorker() {
        RuntimeException unspeakable = new RuntimeException() {
            private static final long serialVersionUID = 1;

            @Override
            public @Nullable String getMessage() {
                throw new StackOverflowError("no text");
            }
        };
        try (WorkerPool pool = new WorkerPool("test", 1, 100)) {
            for (int i = 0; i < 10; i++) {
                pool.execute(() -> {
                    throw unspeakable;
                });
            }
            runsSo(pool, 10);
        }
    }

    @Test
    void connectionsShareWorkersAndANewOneFindsAFreeWorker() {
        try (WorkerPool pool = new WorkerPool("test", 64, 1000)) {
            // Three quarters, then three quarters of the rest.
            for (int expected : List.of(48, 48 + 12)) {
                HandlerShare share = new HandlerShare(pool, 1);
                for (int k = 0; k < 100; k++) {
                    assertThat(pool.tryExecute(new Task(share, this::block))).isTrue();
                }
                until("it has what it may", () -> blocked.get() == expected);
            }
            HandlerShare modest = new HandlerShare(pool, 1);
            for (int i = 0; i < 100; i++) {
                CountDownLatch done = new CountDownLatch(1);
                assertThat(pool.tryExecute(new Task(modest, done::countDown))).isTrue();
                until("the task of another connection has run", () -> done.getCount() == 0);
            }
            assertThat(blocked).hasValue(48 + 12);
            released.countDown();
            until("all have run", () -> pool.load() == 0);
        }
    }

    @Test
    void connectionCannotFillTheQueue() {
        try (WorkerPool pool = new WorkerPool("test", 4, 100)) {
            HandlerShare greedy = new HandlerShare(pool, 1);
            int admitted = 0;
            while (pool.tryExecute(new Task(greedy, this::block))) {
                admitted++;
                int wanted = Math.min(3, admitted);
                until("its workers are busy", () -> blocked.get() == wanted);
            }
            assertThat(admitted).isBetween(80, 95);
            assertThat(pool.tryExecute(new Task(new HandlerShare(pool, 1), () -> {})))
                    .isTrue();
            released.countDown();
            until("all have run", () -> pool.load() == 0);
        }
    }

    @Test
    void tasksThatWaitForTheirOwnConnectionTakeNoPlaceInTheQueue() {
        try (WorkerPool pool = new WorkerPool("test", 4, 100)) {
            AtomicBoolean reads = new AtomicBoolean();
            List<HandlerShare> deaf = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(500);
            for (int i = 0; i < 5; i++) {
                HandlerShare share = new HandlerShare(pool, 1);
                share.in(new HandlerShare.Room() {
                    @Override
                    public boolean hasForAnother(int working) {
                        return reads.get();
                    }

                    @Override
                    public long take(int working) {
                        return 0;
                    }

                    @Override
                    public void give(long taken) {}

                    @Override
                    public void abandoned(int more) {}
                });
                deaf.add(share);
                for (int k = 0; k < 100; k++) {
                    until(
                            "a task of a connection that does not read is taken",
                            () -> pool.tryExecute(new Task(share, done::countDown)));
                }
            }
            HandlerShare other = new HandlerShare(pool, 1);
            CountDownLatch last = new CountDownLatch(1);
            until("another's is as well", () -> pool.tryExecute(new Task(other, last::countDown)));
            until("and runs", () -> last.getCount() == 0);
            assertThat(done.getCount()).isEqualTo(500);
            reads.set(true);
            deaf.forEach(HandlerShare::answersGo);
            until("all have run", () -> pool.load() == 0);
            assertThat(done.getCount()).isZero();
        }
    }

    @Test
    void tasksOfAConnectionRunInOrder() {
        int tasks = 2000;
        for (int round = 0; round < 20; round++) {
            List<Integer> ran = new CopyOnWriteArrayList<>();
            List<Integer> others = new CopyOnWriteArrayList<>();
            try (WorkerPool pool = new WorkerPool("test", 1, 2 * tasks * 8)) {
                HandlerShare share = new HandlerShare(pool, 1);
                HandlerShare other = new HandlerShare(pool, 1);
                for (int i = 0; i < tasks; i++) {
                    int number = i;
                    assertThat(pool.tryExecute(new Task(share, () -> ran.add(number))))
                            .isTrue();
                    if (i % 3 == 0) {
                        assertThat(pool.tryExecute(new Task(other, () -> others.add(number))))
                                .isTrue();
                    }
                }
                until("all have run", () -> pool.load() == 0);
            }
            assertThat(ran).hasSize(tasks).isSorted();
            assertThat(others).isSorted();
        }
    }

    @Test
    void withdrawnTaskIsNeitherCountedNorRun() {
        try (WorkerPool pool = new WorkerPool("test", 1, 10)) {
            HandlerShare share = new HandlerShare(pool, 1);
            pool.tryExecute(new Task(share, this::block));
            until("the worker is busy", () -> blocked.get() == 1);
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 10_000; i++) {
                Task task = new Task(share, ran::incrementAndGet);
                assertThat(pool.tryExecute(task)).isTrue();
                assertThat(share.withdraw(task)).isTrue();
                assertThat(share.withdraw(task)).isFalse();
            }
            assertThat(pool.load()).isEqualTo(1);
            assertThat(share.heldCount()).isZero();
            released.countDown();
            runsSo(pool, 5);
            assertThat(ran).hasValue(0);
        }
    }
}
