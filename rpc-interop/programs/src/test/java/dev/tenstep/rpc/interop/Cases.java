package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.RpcService;
import java.util.List;
import java.util.stream.Stream;

/** A service whose requests say how they are answered, for the cases of Connect's conformance suites. */
@RpcService("interop.Cases")
interface Cases {
    @Idempotent(sideEffects = false)
    Answer unary(Case request);

    /** Answers what the first request says, after the last one. */
    Answer collect(Stream<Case> requests);

    Stream<Answer> expand(Case request);

    /** Answers each request in its turn. */
    Stream<Answer> converse(Stream<Case> requests);

    /**
     * A request, and what answers it gets. The metadata {@code x-case} is answered before them, and as {@code x-trailer} behind
     * them or with the failure; {@code x-left} is the time that the call has, in milliseconds.
     *
     * @param answers the texts of the answers
     * @param code the number of a status with which the call fails after them; 0 for none
     * @param message the text of the failure
     * @param hangs whether nothing comes until the caller gives up
     * @param padding bytes that make the message longer
     */
    @Message
    record Case(List<String> answers, int code, String message, boolean hangs, byte[] padding) {}

    /**
     * An answer.
     *
     * @param requests the number of requests until then
     */
    @Message
    record Answer(String text, int requests) {}
}
