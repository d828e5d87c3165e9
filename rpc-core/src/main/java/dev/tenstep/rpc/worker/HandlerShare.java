package dev.tenstep.rpc.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection's share of a server's handlers: the number that work for it, its calls that wait for more, and the
 * abandoned work that still runs. A kernel makes one for each connection. Safe for use by many threads.
 *
 * <p>A connection gets another handler as long as it has fewer than three times as many as are free. So one alone gets
 * three quarters of them, two get three sevenths each, and one that comes later gets three quarters of the rest.
 */
public final class HandlerShare {
    private static final int TIMES_FREE = 3;

    /** The memory that a connection's calls need while they run. Safe for use by many threads. */
    public interface Room {
        /** The result of {@link #take} if there is no room. */
        long NONE = -1;

        /** Room that never runs out. */
        Room ENDLESS = new Room() {
            @Override
            public boolean hasForAnother(int working) {
                return true;
            }

            @Override
            public long take(int working) {
                return 0;
            }

            @Override
            public void give(long taken) {}

            @Override
            public void abandoned(int more) {}
        };

        /**
         * Returns whether another call may run beside this many. When that changes, {@link HandlerShare#answersGo} is
         * to be called.
         */
        boolean hasForAnother(int working);

        /** Takes the bytes that another call beside this many may need; {@link #NONE} if they are not available. */
        long take(int working);

        /** Gives back what {@link #take} has returned. */
        void give(long taken);

        /** Notes that the number of abandoned calls whose handlers still run has changed by this much. */
        void abandoned(int more);
    }

    /** A bound on the places in the queue: one connection alone may have seven eighths of them. */
    private static final int TIMES_FREE_PLACES = 7;

    private final WorkerPool pool;
    private final int maxAbandoned;
    private final AtomicInteger abandoned = new AtomicInteger();
    /** The workers that work for it, or did last and look for more. */
    private final AtomicInteger seats = new AtomicInteger();

    private volatile Room room = Room.ENDLESS;
    /** Its tasks in the pool's queue. */
    private final AtomicInteger queued = new AtomicInteger();

    private final Queue<PoolTask> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger heldCount = new AtomicInteger();
    private final AtomicBoolean listed = new AtomicBoolean();

    public HandlerShare(WorkerPool pool, int maxAbandoned) {
        this.pool = pool;
        this.maxAbandoned = maxAbandoned;
    }

    /** Takes a seat, with this many free, including this one; false if the connection has its share already. */
    boolean sit(int free) {
        int others = seats.getAndIncrement();
        if (mayHaveAnother(others, free)) {
            return true;
        }
        seats.decrementAndGet();
        return false;
    }

    /** Returns whether a worker that has a seat may keep it for another task. */
    boolean maySitOn(int free) {
        return mayHaveAnother(seats.get() - 1, free);
    }

    void leave() {
        seats.decrementAndGet();
    }

    /** Returns whether it may have another handler, out of this many free ones. */
    boolean mayHaveAnother(int free) {
        return mayHaveAnother(seats.get(), free);
    }

    private boolean mayHaveAnother(int others, int free) {
        return (others <= 0 || others < TIMES_FREE * free) && room.hasForAnother(others);
    }

    /** Has calls wait in the connection's line while there is no room for another. */
    public void in(Room newRoom) {
        room = newRoom;
    }

    /** Takes room for the call of a worker that has a seat; {@link Room#NONE} if there is none. */
    long takeRoom() {
        return room.take(seats.get() - 1);
    }

    void giveRoom(long taken) {
        room.give(taken);
    }

    /** Returns whether there is room for another call beside those that run. */
    boolean hasRoom() {
        return room.hasForAnother(seats.get());
    }

    /** Lets calls that waited for answers to be sent run, since answers can probably be sent again. */
    public void answersGo() {
        if (holdsAny()) {
            pool.lineMayMove();
        }
    }

    /**
     * Returns whether a further task goes to its own line, because it has its share of the handlers or others of its
     * tasks wait there. False while some of its tasks are still in the queue, which will follow into the line.
     */
    boolean holds(int free) {
        return queued.get() == 0 && (heldCount.get() > 0 || !mayHaveAnother(free));
    }

    /** Returns whether tasks that came earlier than those in the queue wait in its line. */
    boolean holdsEarlier() {
        return heldCount.get() > 0;
    }

    /** Notes that a task goes to the queue, or from there at once to the line. */
    void taskQueued() {
        queued.incrementAndGet();
    }

    /** Notes that a task has left the queue. */
    void taskUnqueued() {
        queued.decrementAndGet();
    }

    /** Returns whether no more of its tasks may wait, with this many free places in the queue. */
    boolean isFull(int freePlaces) {
        return heldCount.get() + queued.get() >= (long) TIMES_FREE_PLACES * freePlaces;
    }

    /** Puts a task into its line; false if it was withdrawn. */
    boolean hold(PoolTask task) {
        heldCount.incrementAndGet();
        if (!task.hold()) {
            heldCount.decrementAndGet();
            return false;
        }
        try {
            held.offer(task);
        } finally {
            // Only now may a later task go to the line.
            taskUnqueued();
        }
        return true;
    }

    /** Returns true to the one caller that has to list the line. */
    boolean list() {
        return !listed.get() && listed.compareAndSet(false, true);
    }

    /** Notes that the line is no longer listed. */
    void unlisted() {
        listed.set(false);
    }

    /** The first task of its line, taken out; null if there is none. */
    @Nullable
    PoolTask poll() {
        for (PoolTask task = held.poll(); task != null; task = held.poll()) {
            if (task.take()) {
                return task;
            }
        }
        return null;
    }

    int heldCount() {
        return heldCount.get();
    }

    boolean holdsAny() {
        return !held.isEmpty();
    }

    void heldTaken() {
        heldCount.decrementAndGet();
    }

    /** Forgets the tasks that were withdrawn. */
    void sweep() {
        held.removeIf(task -> !task.waiting());
    }

    /** Takes the call out of the queue; false if it does not wait there. */
    public boolean withdraw(PoolTask call) {
        return call.waiting() && pool.withdraw(call);
    }

    /** Notes that a call was given up while its handler still runs. */
    public void workAbandoned() {
        abandoned.incrementAndGet();
        room.abandoned(1);
    }

    /** Notes that the handler of an abandoned call has ended. */
    public void abandonedWorkEnded() {
        abandoned.decrementAndGet();
        room.abandoned(-1);
    }

    /** The number of handlers that still work on abandoned calls. */
    public int abandoned() {
        return abandoned.get();
    }

    /** Returns whether they are too many for the connection to get a further call. */
    public boolean tooMuchAbandoned() {
        return abandoned.get() >= maxAbandoned;
    }

    /** Logs the refusal of a call for that reason, and returns its text. */
    public String refusal(Supplier<String> peer) {
        String why = "the connection has " + abandoned
                + " abandoned calls whose handlers are still running (expected: fewer than " + maxAbandoned + ")";
        pool.abandonedRefusals().refused(peer, why);
        return why;
    }

    /** A description of what occupies the handlers for which a call waited in vain, for people to read. */
    public String whyItWaited() {
        return pool.inUse();
    }
}
