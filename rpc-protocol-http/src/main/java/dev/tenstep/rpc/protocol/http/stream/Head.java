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
    /** The bytes that HTTP/2 counts for each field besides its name and value (RFC 9113, section 6.5.2). */
    private static final int FIELD = 32;

    private final int status;
    private final Fields fields;
    private final byte[] hpack;
    private final int size;

    private Head(int status, Fields fields, int pseudo, byte[] hpack) {
        this.status = status;
        this.fields = fields;
        this.hpack = hpack;
        int sum = pseudo;
        for (int i = 0; i < fields.count(); i++) {
            sum += size(fields.name(i), fields.value(i));
        }
        this.size = sum;
    }

    private static int size(String name, String value) {
        return name.length() + value.length() + FIELD;
    }

    /** Prepares that of a response. */
    public static Head response(int status, Fields fields) {
        int pseudo = size(":status", "200");
        return new Head(
                status,
                fields,
                pseudo,
                new HpackBlock().status(status).fields(fields).bytes());
    }

    /** Prepares that of a request. */
    public static Head request(String method, String scheme, String authority, String path, Fields fields) {
        HpackBlock block = new HpackBlock()
                .field(":method", method)
                .field(":scheme", scheme)
                .field(":path", path)
                .field(":authority", authority);
        int pseudo = size(":method", method) + size(":scheme", scheme);
        pseudo += size(":path", path) + size(":authority", authority);
        return new Head(0, fields, pseudo, block.fields(fields).bytes());
    }

    /** Prepares trailers. */
    public static Head trailers(Fields fields) {
        return new Head(0, fields, 0, new HpackBlock().fields(fields).bytes());
    }

    /** The status of a response; 0 for anything else. */
    public int status() {
        return status;
    }

    /** The fields without pseudo-header fields. */
    public Fields fields() {
        return fields;
    }

    /** The bytes of all fields, with pseudo-header fields, as HTTP/2 counts them. */
    public int size() {
        return size;
    }

    /** The header block of HTTP/2, which uses no dynamic table. Not to be changed. */
    public byte[] hpack() {
        return hpack;
    }
}
