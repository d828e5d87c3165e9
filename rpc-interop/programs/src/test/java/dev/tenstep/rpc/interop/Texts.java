package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A service in all four kinds of calls, of which programs in other languages have the exported {@code .proto}. */
@RpcService("interop.Texts")
interface Texts {
    /** Greets, fails if the name is "fail", or says how many calls of never have begun if it is "begun". */
    Text hello(Text name);

    Stream<Text> count(Text to);

    Text join(Stream<Text> parts);

    Stream<Text> shout(Stream<Text> words);

    /** Answers never. */
    CompletableFuture<Text> never(Text text);
}
