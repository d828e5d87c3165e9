package dev.tenstep.rpc.serialization;

import dev.tenstep.rpc.contract.TypeModel;

/**
 * One of the messages of a method.
 *
 * @param type for {@link Role#PARAMETERS} and {@link Role#EXCEPTION} an {@link dev.tenstep.rpc.contract.ObjectModel}
 */
public record MessageShape(Role role, TypeModel type) {

    /** The message's role in its method. */
    public enum Role {
        /** The parameters: the codec's value is their {@code Object[]}, never null. */
        PARAMETERS,
        /**
         * The result: the codec's value is what the method returned, null for {@code void}; of a stream an element, never null.
         */
        RESULT,
        /** An element of the stream parameter: the codec's value is the element, never null. */
        ELEMENT,
        /** A declared exception: the codec's value is the exception. */
        EXCEPTION
    }
}
