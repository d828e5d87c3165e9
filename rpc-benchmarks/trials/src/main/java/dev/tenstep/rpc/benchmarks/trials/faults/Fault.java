package dev.tenstep.rpc.benchmarks.trials.faults;

/** What the proxy does to a connection; each of them is the end of it. */
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

    /** Whether one side stays open, and hears nothing more. */
    boolean halfOpen() {
        return this == SERVER_GONE || this == CLIENT_GONE;
    }

    @Override
    public String toString() {
        return text;
    }
}
