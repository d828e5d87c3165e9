package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.serialization.MessageInput;

/**
 * The message of a stream beside other parameters, whatever the serializer of those: in protobuf
 *
 * <pre>{@code
 * oneof kind {
 *   Head head = 1;   // the other parameters: first and once
 *   Item item = 2;   // an element
 * }
 * }</pre>
 */
final class HeadOrItem {
    /** The field of the other parameters. */
    static final int HEAD = 1;

    /** The field of an element. */
    static final int ITEM = 2;

    /** The bytes of a field before its message as they are written: a tag, and a length in as many bytes as any takes. */
    static final int PREFIX = 6;

    private static final int LENGTH_DELIMITED = 2;
    private static final int LONGEST_VARINT = 5;

    private HeadOrItem() {}

    /** Puts what precedes the message of a field. */
    static void put(byte[] array, int at, int field, int length) {
        array[at] = (byte) ((field << 3) | LENGTH_DELIMITED);
        for (int i = 0; i < LONGEST_VARINT; i++) {
            int more = i + 1 < LONGEST_VARINT ? 0x80 : 0;
            array[at + 1 + i] = (byte) ((length >>> (7 * i) & 0x7f) | more);
        }
    }

    /** Moves to the message in the field of that number, which must be all of it; returns false if it is not. */
    static boolean enter(MessageInput message, int field) {
        byte[] array = message.array();
        int at = message.position();
        int end = message.end();
        if (at == end || array[at] != ((field << 3) | LENGTH_DELIMITED)) {
            return false;
        }
        long length = 0;
        for (int i = 0; i < LONGEST_VARINT && ++at < end; i++) {
            length |= (long) (array[at] & 0x7f) << (7 * i);
            if (array[at] >= 0) {
                message.position(at + 1);
                return length == end - at - 1;
            }
        }
        return false;
    }
}
