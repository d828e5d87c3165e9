package dev.tenstep.rpc.client;

import dev.tenstep.rpc.proof.Race;
import dev.tenstep.rpc.proof.Trial;
import dev.tenstep.rpc.server.AnswerOfACall;
import dev.tenstep.rpc.stream.DrainLoopRounds;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The races of rpc-core. */
public final class CallRaces {
    private static final String ENDS_ONCE = "a call ends once, and its signal fires once";
    private static final String ANSWERED_ONCE = "a call is answered once, and its message given back once";

    private CallRaces() {}

    /** Returns the race of that name; null if it is not one of these. */
    public static @Nullable Race make(String name) {
        return switch (name) {
            case "EndOfACall" -> new EndOfACall();
            case "EndOfARetriedCall" -> new EndOfARetriedCall();
            case "AnswerOfACall" -> new AnswerOfACall();
            case "DrainLoopRounds" -> new DrainLoopRounds();
            default -> null;
        };
    }

    /** Returns all of them. */
    public static List<Trial> all() {
        return Stream.of(atTheClient(), atTheServer(), underStreams())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Trial> atTheClient() {
        return List.of(
                Trial.of(ENDS_ONCE, "EndOfACall", "reply", "deadline", "cancel"),
                Trial.of(ENDS_ONCE, "EndOfACall", "reply", "lose", "listen"),
                Trial.of(ENDS_ONCE, "EndOfACall", "giveUp", "complete", "listen"),
                Trial.of(ENDS_ONCE, "EndOfACall", "reply deadline", "cancel lose", "listen"),
                Trial.of(
                        "a refused call that is given up ends once, and is tried twice at most",
                        "EndOfARetriedCall",
                        "refuse answer",
                        "giveUp"));
    }

    private static List<Trial> atTheServer() {
        String call = "AnswerOfACall";
        return List.of(
                Trial.of(ANSWERED_ONCE, call, "serve reply", "cancel", "lose"),
                Trial.of(ANSWERED_ONCE, call, "serve reply", "refuse", "listen"),
                Trial.of(ANSWERED_ONCE, call, "serve fail", "refuse", "cancel"),
                Trial.of("an interrupt does not outlive its call", call, "work reply", "cancel", "lose"));
    }

    private static List<Trial> underStreams() {
        return List.of(Trial.of(
                "all news are taken, by one thread at a time", "DrainLoopRounds", "tell tell", "tell", "tell"));
    }
}
