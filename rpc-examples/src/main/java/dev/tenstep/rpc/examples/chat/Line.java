package dev.tenstep.rpc.examples.chat;

/** What somebody said. */
public record Line(String who, String text) {
    @Override
    public String toString() {
        return who + ": " + text;
    }
}
