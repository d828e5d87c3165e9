package dev.tenstep.rpc.proof;

/** An object that several threads act on at once. */
public interface Race {

    /** Performs the operation of that name, in any thread. */
    void act(String operation);

    /** Throws if something is wrong when all threads have ended. */
    void check();

    /** Fails the race unless the condition holds. */
    static void hold(boolean good, String what, Object found) {
        if (!good) {
            throw new IllegalStateException(what + ": " + found);
        }
    }
}
