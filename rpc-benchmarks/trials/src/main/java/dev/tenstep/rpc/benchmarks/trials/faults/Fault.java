package dev.tenstep.rpc.benchmarks.trials.faults;

/** A fault that the proxy inflicts on a connection. Each of them ends the connection. */
enum Fault {
    RESET("connection reset"),
    DELAY("bytes delayed, then reset"),
    SLICE("bytes trickled in slices, then reset"),
    BLACK_HOLE("bytes swallowed, then reset"),
    AFTER_REQUEST("closed after a request's last byte"),
    AFTER_REPLY("closed after a reply's last byte"),
    SERVER_GONE("half-open: the server's side is gone"),
    CLIENT_GONE("half-open: the client's side is gone");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** Returns whether one side stays open and receives nothing more. */
    boolean halfOpen() {
        return this == SERVER_GONE || this == CLIENT_GONE;
    }

    @Override
    public String toString() {
        return text;
    }
}
