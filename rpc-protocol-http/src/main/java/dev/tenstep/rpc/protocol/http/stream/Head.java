package dev.tenstep.rpc.protocol.http.stream;

/**
 * The head of a response or of a request, or trailers, prepared to be written any number of times. Immutable.
 *
 * <pre>{@code
 * Head ok = Head.response(200, Fields.of("content-type", "application/grpc"));
 * Head end = Head.trailers(Fields.of("grpc-status", "0"));
 * }</pre>
 */
public final class Head {
    private final int status;
    private final Fields fields;
    private final byte[] hpack;

    private Head(int status, Fields fields, byte[] hpack) {
        this.status = status;
        this.fields = fields;
        this.hpack = hpack;
    }

    /** Prepares that of a response. */
    public static Head response(int status, Fields fields) {
        return new Head(
                status, fields, new HpackBlock().status(status).fields(fields).bytes());
    }

    /** Prepares that of a request. */
    public static Head request(String method, String scheme, String authority, String path, Fields fields) {
        HpackBlock block = new HpackBlock()
                .field(":method", method)
                .field(":scheme", scheme)
                .field(":path", path)
                .field(":authority", authority);
        return new Head(0, fields, block.fields(fields).bytes());
    }

    /** Prepares trailers. */
    public static Head trailers(Fields fields) {
        return new Head(0, fields, new HpackBlock().fields(fields).bytes());
    }

    /** The status of a response; 0 for anything else. */
    public int status() {
        return status;
    }

    /** The fields without pseudo-header fields. */
    public Fields fields() {
        return fields;
    }

    /** The header block of HTTP/2, which uses no dynamic table. Not to be changed. */
    public byte[] hpack() {
        return hpack;
    }
}
