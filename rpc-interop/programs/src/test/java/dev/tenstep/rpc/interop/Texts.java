package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A service in all four kinds of calls, of which programs in other languages have the exported {@code .proto}. */
@RpcService("interop.Texts")
interface Texts {
    /**
     * Greets, and answers the metadata {@code who} and {@code raw-bin}. Some names are questions: "begun" for how many
     * calls of never have begun, "ended" for how many calls were given up by their callers, "deadline" for the
     * milliseconds that are left; and the call fails if the name is "fail".
     */
    Text hello(Text name);

    /** Counts up to a number, from 0; then fails if the word "fail" follows the number. */
    Stream<Text> count(Text to);

    Text join(Stream<Text> parts);

    Stream<Text> shout(Stream<Text> words);

    /** Answers never. */
    CompletableFuture<Text> never(Text text);
}
