package dev.tenstep.rpc.protocol.netrpc.gob;

import java.io.IOException;

/** Thrown for a message that does not fit the type that reads it. Its text is the one that Go has for that, if Go has one. */
public abstract class GoException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes one with a text that begins with the name of a package of Go's, as its texts do. */
    protected GoException(String message) {
        super(message);
    }
}
