package dev.tenstep.rpc.serialization;

import dev.tenstep.rpc.contract.MethodContract;
import org.jspecify.annotations.Nullable;

/**
 * A format for messages, found by {@link java.util.ServiceLoader} and chosen by {@link #name()} ({@code
 * rpc.serializer}). Parsing, reflection, look-ups and registrations belong in {@link #bind}: it runs once for each
 * message of each method, when a stub or a service is made. Implementations are safe for use by many threads.
 */
public interface Serializer {

    /** The name in configuration and on the wire: 1 to 32 lower-case letters, digits and dashes. */
    String name();

    /**
     * The name of the serializer whose messages this one writes in another form; null for most. While that one is there, this one
     * is not chosen unless it is named, and servers that accept that one accept this one too.
     */
    default @Nullable String variantOf() {
        return null;
    }

    /**
     * Makes the codec of one message of a method.
     *
     * @throws dev.tenstep.rpc.contract.ContractException if the format cannot carry the message's type
     */
    Codec bind(MethodContract method, MessageShape shape);

    /**
     * A description of the client's side of a method for the server, so that peers with different types never read
     * wrong data; at most 32 KiB. Empty if the format's bytes describe themselves.
     */
    default byte[] fingerprint(MethodContract method) {
        return new byte[0];
    }

    /**
     * The reason that a client with this fingerprint cannot be understood, or null if it can. Asked on the server, once
     * for each method of a connection, and only when the fingerprints differ. A format without fingerprints ignores
     * those of a client, whose later version may have them.
     */
    default @Nullable String skew(MethodContract method, byte[] clientFingerprint) {
        return fingerprint(method).length == 0 ? null : "the client's types differ from the server's";
    }
}
