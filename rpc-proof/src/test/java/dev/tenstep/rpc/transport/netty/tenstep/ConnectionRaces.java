package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.proof.Race;
import dev.tenstep.rpc.proof.Trial;
import java.util.List;

/**
 * The races of rpc-transport-netty. Most of that module runs in one thread, the event loop; these are the ways in and
 * out of it.
 */
public final class ConnectionRaces {
    private static final String DRAINED =
            "a frame that is taken is drained once and in order, one that is refused never";

    private ConnectionRaces() {}

    /** Returns the race of that name. */
    public static Race make(String name) {
        return switch (name) {
            case "OfferedFrames" -> new OfferedFrames();
            case "HeldBytes" -> new HeldBytes();
            default -> throw new IllegalArgumentException("no race " + name);
        };
    }

    /** Returns all of them. */
    public static List<Trial> all() {
        return List.of(
                Trial.of(DRAINED, "OfferedFrames", "offerA offerB", "offerC", "run run close"),
                Trial.of(DRAINED, "OfferedFrames", "offerA offerLarge", "offerC", "run close run"),
                Trial.of(
                        "what was counted as undecoded is gone when it is decoded",
                        "HeldBytes",
                        "add take",
                        "add take",
                        "addMuch take"));
    }
}
