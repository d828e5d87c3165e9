package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.WireFailure.Declared;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message {@code google.rpc.Status} in {@code grpc-status-details-bin}, by which a declared exception reaches clients
 * that know its message from the exported {@code .proto}, and comes from such servers:
 *
 * <pre>{@code
 * message Status { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3; }
 * message Any { string type_url = 1; bytes value = 2; }
 * }</pre>
 */
public final class RpcStatus {
    private static final String PREFIX = "type.googleapis.com/";
    private static final int LENGTH_DELIMITED = 2;
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int FIXED_32 = 5;

    private final byte[] bytes;
    private int at;
    private int end;

    private RpcStatus(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Encodes one with details, such as a declared exception. */
    public static byte[] encode(int code, String text, List<Answers.Detail> details) {
        ByteArrayOutputStream status = new ByteArrayOutputStream();
        status.write(1 << 3);
        varint(status, code);
        field(status, 2, text.getBytes(StandardCharsets.UTF_8));
        for (Answers.Detail detail : details) {
            String url = PREFIX + detail.type();
            ByteArrayOutputStream any = new ByteArrayOutputStream();
            field(any, 1, url.getBytes(StandardCharsets.UTF_8));
            field(any, 2, detail.message());
            field(status, 3, any.toByteArray());
        }
        return status.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] value) {
        out.write((number << 3) | LENGTH_DELIMITED);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** Returns the exception that a method declares and a status has among its details; null if it has none. */
    public static @Nullable Declared declared(byte[] status, MethodContract method) {
        RpcStatus in = new RpcStatus(status);
        try {
            while (in.at < in.end) {
                int tag = in.varint();
                if (tag == ((3 << 3) | LENGTH_DELIMITED)) {
                    Declared found = in.any(in.varint(), method);
                    if (found != null) {
                        return found;
                    }
                } else {
                    in.skip(tag & 7);
                }
            }
        } catch (IndexOutOfBoundsException malformed) {
            return null;
        }
        return null;
    }

    private @Nullable Declared any(int length, MethodContract method) {
        int outer = end;
        int stop = checked(length);
        end = stop;
        String url = "";
        byte[] value = {};
        while (at < end) {
            int tag = varint();
            if (tag == ((1 << 3) | LENGTH_DELIMITED)) {
                url = new String(bytes(varint()), StandardCharsets.UTF_8);
            } else if (tag == ((2 << 3) | LENGTH_DELIMITED)) {
                value = bytes(varint());
            } else {
                skip(tag & 7);
            }
        }
        end = outer;
        return new Answers.Detail(url, value).declared(method);
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new IndexOutOfBoundsException("a varint that is cut short");
            }
            byte b = bytes[at++];
            value |= shift < 32 ? (b & 0x7f) << shift : 0;
            if (b >= 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("a varint of more than ten bytes");
    }

    private int checked(int length) {
        if (length < 0 || length > end - at) {
            throw new IndexOutOfBoundsException("length: " + length + " (expected: 0.." + (end - at) + ")");
        }
        return at + length;
    }

    private byte[] bytes(int length) {
        int stop = checked(length);
        byte[] copy = Arrays.copyOfRange(bytes, at, stop);
        at = stop;
        return copy;
    }

    private void skip(int wireType) {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED_64 -> at = checked(8);
            case LENGTH_DELIMITED -> at = checked(varint());
            case FIXED_32 -> at = checked(4);
            default -> throw new IndexOutOfBoundsException("wire type: " + wireType);
        }
    }
}
