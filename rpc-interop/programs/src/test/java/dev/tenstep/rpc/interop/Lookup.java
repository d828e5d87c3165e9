package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.RpcService;
import java.util.stream.Stream;

/** A service that only reads, and declares how it fails. */
@RpcService("interop.Lookup")
interface Lookup {
    /** Finds the text of a number that is not negative, and answers the metadata {@code who}. */
    @Idempotent(sideEffects = false)
    Text find(Index index) throws NotThere;

    /** Finds the texts from number 0 up to a number, and fails there if it is negative. */
    Stream<Text> each(Index last) throws NotThere;

    /** A text by its number. */
    @Message
    record Index(long number) {}

    /** Thrown for a number that nothing has. */
    final class NotThere extends Exception {
        private static final long serialVersionUID = 1;
        private final long number;

        NotThere(String message, long number) {
            super(message);
            this.number = number;
        }

        public long number() {
            return number;
        }
    }
}
