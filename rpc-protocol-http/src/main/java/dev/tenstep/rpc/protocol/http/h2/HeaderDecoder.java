package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.HeadCache;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the header blocks of one connection in the order in which they arrive, by Netty's HPACK. Fields that HTTP/2
 * forbids are stream errors. Event loop only.
 */
final class HeaderDecoder {
    /** The longest block that is remembered, in bytes. */
    static final int LONGEST_KEPT = 512;

    /** The last index of the static table. */
    private static final int STATIC = 61;

    private final DefaultHttp2HeadersDecoder netty;
    private final int maxList;
    private int changes;

    /**
     * Makes one.
     *
     * @param maxList the most bytes of a header list as HTTP/2 counts them
     */
    HeaderDecoder(int maxList) {
        this.maxList = maxList;
        this.netty = new DefaultHttp2HeadersDecoder(true, true, maxList);
    }

    /** Returns how often the dynamic table may have changed. */
    int changes() {
        return changes;
    }

    /**
     * Decodes a block, with pseudo-header fields first.
     *
     * @throws StreamError if a field is not allowed, or the list is too long: the table is as the peer expects it
     * @throws dev.tenstep.rpc.transport.netty.connection.ProtocolException if the block is not HPACK
     */
    Fields decode(int stream, byte[] array, int from, int end) throws StreamError {
        if (changesTable(array, from, end)) {
            changes++;
        }
        try {
            Http2Headers headers = netty.decodeHeaders(stream, Unpooled.wrappedBuffer(array, from, end - from));
            Fields.Builder fields = new Fields.Builder();
            for (Map.Entry<CharSequence, CharSequence> each : headers) {
                fields.add(each.getKey().toString(), each.getValue().toString());
            }
            return fields.build();
        } catch (Http2Exception.HeaderListSizeException e) {
            throw new StreamError(
                    stream,
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "header list: more than " + maxList + " bytes (expected: fewer)");
        } catch (Http2Exception e) {
            if (Http2Exception.isStreamError(e)) {
                throw new StreamError(stream, code(e), String.valueOf(e.getMessage()));
            }
            throw ConnectionError.of(code(e), "header block: " + e.getMessage());
        }
    }

    /** Decodes a block of a closed stream, only for the table's sake: what is wrong with its fields is of no interest. */
    void skip(int stream, byte[] array, int from, int end) {
        try {
            decode(stream, array, from, end);
        } catch (StreamError e) {
            // The peer has no need to learn of it: the stream must not be reset again, or after its end.
        }
    }

    private static ErrorCode code(Http2Exception e) {
        ErrorCode code = ErrorCode.of(e.error().code());
        return code == null ? ErrorCode.PROTOCOL_ERROR : code;
    }

    /**
     * Returns whether a block may change the dynamic table: it has a literal with indexing, or changes the table's size. A
     * block that is not HPACK may.
     */
    private static boolean changesTable(byte[] array, int from, int end) {
        return scan(array, from, end) == CHANGES;
    }

    /** Remembers what was made of a block that was just decoded, unless it changed the table. */
    <T> void keep(HeadCache<T> cache, byte[] array, int from, int end, T made) {
        int found = end - from > LONGEST_KEPT ? CHANGES : scan(array, from, end);
        if (found != CHANGES) {
            cache.put(array, from, end, found == STATIC_ONLY ? HeadCache.ALWAYS : changes(), made);
        }
    }

    private static final int STATIC_ONLY = 0;
    private static final int DYNAMIC = 1;
    private static final int CHANGES = 2;

    private static int scan(byte[] a, int from, int end) {
        int at = from;
        int found = STATIC_ONLY;
        while (at >= 0 && at < end) {
            int b = a[at] & 0xff;
            boolean indexed = b >= 0x80;
            if (!indexed && b >= 0x20) {
                return CHANGES;
            }
            int bits = indexed ? 7 : 4;
            int index = number(a, at, end, bits);
            at = afterNumber(a, at, end, bits);
            found = index > STATIC ? DYNAMIC : found;
            if (!indexed) {
                at = index == 0 ? afterText(a, at, end) : at;
                at = afterText(a, at, end);
            }
        }
        return at == end ? found : CHANGES;
    }

    private static int afterText(byte[] a, int at, int end) {
        if (at < 0 || at >= end) {
            return -1;
        }
        int length = number(a, at, end, 7);
        int after = afterNumber(a, at, end, 7);
        return after < 0 || length < 0 || length > end - after ? -1 : after + length;
    }

    /** Returns a number in the lowest bits of a byte and, if they are all set, further bytes; -1 if it is too large. */
    private static int number(byte[] a, int at, int end, int bits) {
        int most = (1 << bits) - 1;
        int number = a[at] & most;
        if (number < most) {
            return number;
        }
        long sum = most;
        for (int i = at + 1, shift = 0; i < end && shift <= 28; i++, shift += 7) {
            sum += (long) (a[i] & 0x7f) << shift;
            if (a[i] >= 0) {
                return sum > Integer.MAX_VALUE ? -1 : (int) sum;
            }
        }
        return -1;
    }

    private static int afterNumber(byte[] a, int at, int end, int bits) {
        int most = (1 << bits) - 1;
        if ((a[at] & most) < most) {
            return at + 1;
        }
        for (int i = at + 1; i < end; i++) {
            if (a[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Returns the value of a pseudo-header field that must be there once. */
    static String one(int stream, Fields fields, String name) throws StreamError {
        @Nullable String value = fields.first(name);
        int count = fields.count(name);
        if (value == null || count != 1) {
            throw new StreamError(
                    stream, ErrorCode.PROTOCOL_ERROR, name + ": " + count + " fields of that name (expected: one)");
        }
        return value;
    }
}
