package dev.tenstep.rpc.serialization.json;

/** A type that this serializer cannot carry, found while a method is bound. */
final class UnfitType extends Exception {
    private static final long serialVersionUID = 1;

    UnfitType(String message) {
        super(message);
    }

    UnfitType(String message, Throwable cause) {
        super(message, cause);
    }
}
