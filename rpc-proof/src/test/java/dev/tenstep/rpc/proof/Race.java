package dev.tenstep.rpc.proof;

/** Something that several threads do things to at once. */
public interface Race {

    /** Does what has that name; in any thread. */
    void act(String operation);

    /** Throws if something is wrong when all threads have ended. */
    void check();

    /** Fails the race, unless that is so. */
    static void hold(boolean good, String what, Object found) {
        if (!good) {
            throw new IllegalStateException(what + ": " + found);
        }
    }
}
