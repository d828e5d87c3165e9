package dev.tenstep.rpc.benchmarks.trials.hostile;

import java.time.Duration;

/**
 * A way to harm a server.
 *
 * @param name for the command line
 * @param what is done, in a few words for people
 * @param peers the number of connections
 * @param reads whether they read what the server says
 * @param first what each of them sends at once, behind its hello
 * @param again what each sends from then on, every {@code pause}
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
