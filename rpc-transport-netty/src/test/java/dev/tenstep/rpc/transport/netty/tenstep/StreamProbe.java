package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The service of the fault tests for streams. */
@RpcService("Streams")
public interface StreamProbe {

    /** Returns the numbers from 0 on. */
    Flow.Publisher<Integer> count(int count);

    /** Returns texts of that length. */
    Flow.Publisher<String> texts(int count, int length);

    /** Returns neither an element nor an end. */
    Flow.Publisher<Integer> silence();

    /** Returns a publisher that breaks the rules. */
    Flow.Publisher<Integer> fail(String how);

    /** Returns that many texts of that length, and then a failure. */
    Flow.Publisher<String> failAfter(int count, int length);

    /** Returns the sum of all elements. */
    CompletionStage<Integer> sum(Flow.Publisher<Integer> numbers);

    /** Requests nothing, and waits for the end. */
    CompletionStage<Integer> ignore(Flow.Publisher<Integer> numbers);

    /** Returns the same numbers. */
    Flow.Publisher<Integer> echo(Flow.Publisher<Integer> numbers);
}
