package dev.tenstep.rpc.worker;

import org.jspecify.annotations.Nullable;

/** The part of a worker in a connection's share: for whom it works or did last, and the room that its task has taken. Its thread's. */
final class Seat {
    private @Nullable HandlerShare of;
    private long room;

    /**
     * Takes a seat for that connection, and room for a task; false if the connection has its part, or no room.
     *
     * @param free workers that are free, besides this one
     */
    boolean take(@Nullable HandlerShare share, int free) {
        if (!sit(share, free + 1)) {
            return false;
        }
        long taken = share == null ? 0 : share.takeRoom();
        if (taken == HandlerShare.Room.NONE) {
            leave();
            return false;
        }
        room = taken;
        return true;
    }

    private boolean sit(@Nullable HandlerShare share, int free) {
        if (share != null && share == of) {
            if (share.maySitOn(free)) {
                return true;
            }
            leave();
            return false;
        }
        leave();
        if (share != null && !share.sit(free)) {
            return false;
        }
        of = share;
        return true;
    }

    /** There is no task, or it has ended. */
    void giveRoom() {
        HandlerShare from = of;
        long taken = room;
        if (taken != 0 && from != null) {
            room = 0;
            from.giveRoom(taken);
        }
    }

    /** Works for nobody. */
    void leave() {
        giveRoom();
        HandlerShare left = of;
        if (left != null) {
            of = null;
            left.leave();
        }
    }
}
