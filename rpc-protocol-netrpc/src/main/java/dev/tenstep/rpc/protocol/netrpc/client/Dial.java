package dev.tenstep.rpc.protocol.netrpc.client;

/**
 * The way in which a connection to a Go server begins.
 *
 * @param way which of Go's functions does the same
 * @param path that {@link Way#HTTP} asks for
 */
public record Dial(Way way, String path) {

    /** Go's functions. */
    public enum Way {
        /** {@code rpc.DialHTTPPath}. */
        HTTP,
        /** {@code rpc.Dial}. */
        BARE,
        /** {@code jsonrpc.Dial}. */
        JSON
    }

    /** The serializer of its messages. */
    String serializer() {
        return way == Way.JSON ? "gob-json" : "gob";
    }
}
