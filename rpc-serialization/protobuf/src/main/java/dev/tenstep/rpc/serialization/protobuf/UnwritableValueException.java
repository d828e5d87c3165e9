package dev.tenstep.rpc.serialization.protobuf;

import java.io.IOException;

/**
 * A value that the contract forbids: a null element, an endless graph. The text gives its place and what was
 * expected.
 */
public final class UnwritableValueException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes one. */
    public UnwritableValueException(String message) {
        super(message);
    }
}
