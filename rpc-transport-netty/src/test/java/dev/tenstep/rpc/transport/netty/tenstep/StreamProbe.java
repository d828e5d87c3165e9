package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** What the tests of faults call that streams. */
@RpcService("Streams")
public interface StreamProbe {

    /** Numbers from 0 on. */
    Flow.Publisher<Integer> count(int count);

    /** Texts of that length. */
    Flow.Publisher<String> texts(int count, int length);

    /** Neither an element nor an end. */
    Flow.Publisher<Integer> silence();

    /** What no publisher may do. */
    Flow.Publisher<Integer> fail(String how);

    /** So many texts of that length, and then a failure. */
    Flow.Publisher<String> failAfter(int count, int length);

    /** The sum of all. */
    CompletionStage<Integer> sum(Flow.Publisher<Integer> numbers);

    /** Asks for nothing, and waits for the end. */
    CompletionStage<Integer> ignore(Flow.Publisher<Integer> numbers);

    /** The same numbers. */
    Flow.Publisher<Integer> echo(Flow.Publisher<Integer> numbers);
}
