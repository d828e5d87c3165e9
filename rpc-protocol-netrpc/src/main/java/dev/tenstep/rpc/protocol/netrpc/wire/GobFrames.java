package dev.tenstep.rpc.protocol.netrpc.wire;

import dev.tenstep.rpc.transport.netty.connection.ProtocolException;

/**
 * Finds where the messages of a gob stream end. A message that is too long is passed on in pieces, to be dropped. Event
 * loop only.
 *
 * <pre>
 *  length uint | body
 * </pre>
 */
public final class GobFrames {
    /** The maximum length of all definitions of types in one direction of a connection, in bytes. */
    public static final int MAX_DEFINITIONS = 64 << 10;

    /** The maximum length of a message that Go accepts, in bytes. */
    private static final long LONGEST = 1L << 30;

    private static final int SINGLE_BYTE = 128;
    private static final int BYTE_VALUES = 256;

    private long skipping;
    private boolean skipped;

    /** Begins a connection's direction. */
    public GobFrames() {}

    /**
     * Returns the length of the message that begins there, with its length in front, or the piece of one that is dropped; -1
     * if it takes more bytes to know it.
     *
     * @param most the length from which a message is dropped
     * @param needed whether it may not be dropped
     */
    public int length(byte[] a, int start, int end, int most, boolean needed) {
        if (skipping == 0) {
            int prefix = (a[start] & 0xff) < SINGLE_BYTE ? 1 : 1 + BYTE_VALUES - (a[start] & 0xff);
            if (prefix > 1 + Long.BYTES) {
                throw new ProtocolException(
                        "the length of a message has " + (prefix - 1) + " bytes (expected: at most 8)");
            }
            if (end - start < prefix) {
                return -1;
            }
            long length = body(a, start, prefix);
            if (length <= 0 || length > (needed ? most : LONGEST)) {
                throw new ProtocolException("message length: " + Long.toUnsignedString(length) + " (expected: 1.."
                        + (needed ? most : LONGEST) + ")");
            }
            if (length <= most) {
                return prefix + (int) length;
            }
            skipping = prefix + length;
        }
        return (int) Math.min(skipping, end - start);
    }

    private static long body(byte[] a, int start, int prefix) {
        long length = prefix == 1 ? a[start] : 0;
        for (int i = 1; i < prefix; i++) {
            length = length << Byte.SIZE | (a[start + i] & 0xff);
        }
        return length;
    }

    /** Takes a piece of a message that is dropped; returns false for a message that is not. */
    public boolean skip(int bytes) {
        skipped = skipping > 0;
        skipping -= skipped ? bytes : 0;
        return skipped;
    }

    /** Returns whether the last piece ended a message that was dropped. */
    public boolean skippedAll() {
        return skipped && skipping == 0;
    }
}
