package dev.tenstep.rpc.examples.chat;

/** A line that somebody said. */
public record Line(String who, String text) {
    @Override
    public String toString() {
        return who + ": " + text;
    }
}
