package dev.tenstep.rpc.worker;

import org.jspecify.annotations.Nullable;

/**
 * A worker's seat in a connection's share: the share that it works for or did last, and the room that its task has
 * taken. Confined to its thread.
 */
final class Seat {
    private @Nullable HandlerShare of;
    private long room;

    /**
     * Takes a seat in that share, and room for a task; false if the connection has its part of the workers, or no room.
     *
     * @param free the number of free workers besides this one
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

    /** Gives back the room that the last task took, if any. */
    void giveRoom() {
        HandlerShare from = of;
        long taken = room;
        if (taken != 0 && from != null) {
            room = 0;
            from.giveRoom(taken);
        }
    }

    /** Leaves the share. */
    void leave() {
        giveRoom();
        HandlerShare left = of;
        if (left != null) {
            of = null;
            left.leave();
        }
    }
}
