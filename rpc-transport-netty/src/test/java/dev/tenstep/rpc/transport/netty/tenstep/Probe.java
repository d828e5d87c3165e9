package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletionStage;

/** What the tests of faults call. Its types are such that a message can be written down in a test. */
@RpcService("Probe")
public interface Probe {

    /** The next number, found in a handler's thread. */
    int next(int number);

    /** The next number, found in the event loop. */
    @NonBlocking
    CompletionStage<Integer> nextAtOnce(int number);

    /** A text of that many bytes. */
    String text(int length);

    /** The same, made in the event loop. */
    @NonBlocking
    CompletionStage<String> textAtOnce(int length);

    /** Takes a text of any length, and says how long it was. */
    int length(String text);

    /** The same for who does not want to wait. */
    CompletionStage<Integer> lengthLater(String text);

    /** Begins, and does not end before {@link ProbeHandler#letGo()}. */
    int hold(int number);

    /** The same for who does not want to wait. */
    CompletionStage<Integer> holdLater(int number);

    /** Throws what the name says. */
    int fail(String how) throws Refusal, Other;

    /** Fails later, or returns no stage at all. */
    CompletionStage<String> failLater(String how);

    /** Returns what must not be null, or null. */
    String nothing();

    /** A failure that the interface declares. */
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

    /** Another one. */
    final class Other extends Exception {
        private static final long serialVersionUID = 1;

        Other(String message) {
            super(message);
        }
    }
}
