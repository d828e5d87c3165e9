package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.Arrays;

/**
 * Decodes Base64 wherever it is cut. It may be several pieces one after the other, each of which is padded (gRPC's {@code
 * doc/PROTOCOL-WEB.md}). Each byte is decoded as soon as its digits are there, so there are never more bytes than digits.
 */
final class Base64Reader {
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++) {
            VALUES[digits.charAt(i)] = (byte) i;
        }
    }

    /** The digits, with padding, of an incomplete group of four. */
    private int count;

    private int bits;
    private boolean padded;

    /**
     * Decodes a part.
     *
     * @param to has room for as many bytes as there are digits
     * @return the number of bytes
     * @throws RpcException if it is not Base64
     */
    int read(byte[] array, int from, int end, byte[] to) {
        int length = 0;
        for (int i = from; i < end; i++) {
            int value = VALUES[array[i] & 0xff];
            if (value < 0 || padded) {
                pad(array[i]);
                continue;
            }
            bits = bits << 6 | value;
            if (count > 0) {
                to[length++] = (byte) (bits >>> (6 - 2 * count));
            }
            count = (count + 1) & 3;
        }
        return length;
    }

    private void pad(byte digit) {
        if (digit != '=' || count < 2) {
            throw new RpcException(
                    StatusCode.INTERNAL,
                    "byte " + (digit & 0xff)
                            + " in a body of Base64 (expected: a digit, or padding at the end of a piece)");
        }
        padded = count == 2;
        count = (count + 1) & 3;
    }

    /** Returns whether a group of four digits is incomplete. */
    boolean inGroup() {
        return count > 0;
    }
}
