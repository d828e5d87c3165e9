package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletionStage;

/** The service of the fault tests, with types whose messages a test can write by hand. */
@RpcService("Probe")
public interface Probe {

    /** Returns the next number, computed in a handler thread. */
    int next(int number);

    /** Returns the next number, computed in the event loop. */
    @NonBlocking
    CompletionStage<Integer> nextAtOnce(int number);

    /** Returns a text of that many bytes. */
    String text(int length);

    /** Returns a text of that many bytes, made in the event loop. */
    @NonBlocking
    CompletionStage<String> textAtOnce(int length);

    /** Returns the length of the text. */
    int length(String text);

    /** Does the same asynchronously. */
    CompletionStage<Integer> lengthLater(String text);

    /** Begins, and does not end before {@link ProbeHandler#letGo()}. */
    int hold(int number);

    /** Does the same asynchronously. */
    CompletionStage<Integer> holdLater(int number);

    /** Throws the exception of that name. */
    int fail(String how) throws Refusal, Other;

    /** Fails asynchronously, or returns no stage at all. */
    CompletionStage<String> failLater(String how);

    /** Returns null, though the client's interface does not declare it nullable. */
    String nothing();

    /** A declared exception. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final int number;

        Refusal(String message, int number) {
            super(message);
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /** Another declared exception. */
    final class Other extends Exception {
        private static final long serialVersionUID = 1;

        Other(String message) {
            super(message);
        }
    }
}
