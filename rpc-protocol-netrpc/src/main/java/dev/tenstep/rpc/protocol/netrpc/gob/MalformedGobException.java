package dev.tenstep.rpc.protocol.netrpc.gob;

import java.io.IOException;

/** Thrown for bytes that are no gob, or whose values do not fit the types that read them. */
final class MalformedGobException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedGobException(String message) {
        super(message);
    }
}
