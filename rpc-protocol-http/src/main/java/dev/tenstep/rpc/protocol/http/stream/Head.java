package dev.tenstep.rpc.protocol.http.stream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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
    private final Fields all;
    private final boolean lasting;
    private final int size;
    /** Made when it is first wanted; two threads may make equal ones. */
    private byte @Nullable [] hpack;

    private byte @Nullable [] lines;

    private Head(int status, Fields fields, Fields all, boolean lasting) {
        this.status = status;
        this.fields = fields;
        this.all = all;
        this.lasting = lasting;
        int sum = 0;
        for (int i = 0; i < all.count(); i++) {
            sum += all.name(i).length() + all.value(i).length() + FIELD;
        }
        this.size = sum;
    }

    /** Prepares that of a response. */
    public static Head response(int status, Fields fields) {
        Fields.Builder all = new Fields.Builder().add(":status", String.valueOf(status));
        return new Head(status, fields, all.add(fields).build(), false);
    }

    /** Prepares that of a request. */
    public static Head request(String method, String scheme, String authority, String path, Fields fields) {
        Fields.Builder all = new Fields.Builder()
                .add(":method", method)
                .add(":scheme", scheme)
                .add(":path", path)
                .add(":authority", authority);
        return new Head(0, fields, all.add(fields).build(), false);
    }

    /** Prepares trailers. */
    public static Head trailers(Fields fields) {
        return new Head(0, fields, fields, false);
    }

    /**
     * Returns the same head to be sent again and again: connections keep its fields in their dynamic tables, so none may be a
     * secret.
     */
    public Head asLasting() {
        return new Head(status, fields, all, true);
    }

    /** Returns the same head with more fields behind its own. */
    public Head with(Fields more) {
        return new Head(
                status,
                new Fields.Builder().add(fields).add(more).build(),
                new Fields.Builder().add(all).add(more).build(),
                lasting);
    }

    /** Returns whether it is sent again and again. */
    boolean lasting() {
        return lasting;
    }

    /** The status of a response; 0 for anything else. */
    public int status() {
        return status;
    }

    /** The fields without pseudo-header fields. */
    public Fields fields() {
        return fields;
    }

    /** The value of a pseudo-header field; null if there is none of that name. */
    public @Nullable String pseudo(String name) {
        return all.first(name);
    }

    /** All fields, with pseudo-header fields first. */
    Fields all() {
        return all;
    }

    /** The bytes of all fields, with pseudo-header fields, as HTTP/2 counts them. */
    public int size() {
        return size;
    }

    /** The header block of HTTP/2 that uses no dynamic table. Not to be changed. */
    public byte[] hpack() {
        byte[] block = hpack;
        if (block == null) {
            block = new HpackBlock(null).fields(all).bytes();
            hpack = block;
        }
        return block;
    }

    /** The fields without pseudo-header fields as lines of HTTP/1.1, each with its end. Not to be changed. */
    public byte[] lines() {
        byte[] made = lines;
        if (made == null) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < fields.count(); i++) {
                text.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
            }
            made = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            lines = made;
        }
        return made;
    }
}
