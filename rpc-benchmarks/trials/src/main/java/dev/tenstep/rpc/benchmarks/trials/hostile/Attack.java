package dev.tenstep.rpc.benchmarks.trials.hostile;

import java.time.Duration;

/**
 * A way to harm a server.
 *
 * @param name for the command line
 * @param what a description in a few words
 * @param peers the number of connections
 * @param reads whether they read the server's bytes
 * @param first the bytes that each of them sends at once, after its hello
 * @param again the bytes that each sends from then on, every {@code pause}
 * @param pause the time between two of these
 */
record Attack(String name, String what, int peers, boolean reads, Words first, Words again, Duration pause) {

    /** The bytes that a peer sends. */
    interface Words {
        /** No bytes. */
        Words NONE = peer -> {};

        void say(HostilePeer peer);
    }

    /** Makes one that sends everything at once. */
    Attack(String name, String what, int peers, boolean reads, Words first) {
        this(name, what, peers, reads, first, Words.NONE, Duration.ofHours(1));
    }
}
