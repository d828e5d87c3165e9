package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The message of a stream beside other parameters, whatever the serializer of those: in protobuf
 *
 * <pre>{@code
 * oneof kind {
 *   Head head = 1;   // the other parameters: first and once
 *   Item item = 2;   // an element
 * }
 * }</pre>
 *
 * <p>and in the JSON of protobuf {@code {"head":{...}}} or {@code {"item":{...}}}. Stateless.
 */
enum HeadOrItem {
    /** Written as protobuf. */
    BINARY {
        @Override
        int prefix() {
            return BINARY_PREFIX;
        }

        @Override
        void complete(MessageOutput out, int at, boolean head) {
            byte[] array = out.array();
            int length = out.position() - at - BINARY_PREFIX;
            array[at] = (byte) tag(head);
            for (int i = 0; i < LONGEST_VARINT; i++) {
                int more = i + 1 < LONGEST_VARINT ? 0x80 : 0;
                array[at + 1 + i] = (byte) ((length >>> (7 * i) & 0x7f) | more);
            }
        }

        private static int tag(boolean head) {
            return ((head ? 1 : 2) << 3) | LENGTH_DELIMITED;
        }

        @Override
        boolean enter(MessageInput message, boolean head) {
            byte[] array = message.array();
            int at = message.position();
            int end = message.end();
            if (at == end || array[at] != tag(head)) {
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
    },
    /** Written as JSON. */
    JSON {
        @Override
        int prefix() {
            return JSON_HEAD.length;
        }

        @Override
        void complete(MessageOutput out, int at, boolean head) throws IOException {
            byte[] before = head ? JSON_HEAD : JSON_ITEM;
            System.arraycopy(before, 0, out.array(), at, before.length);
            out.write('}');
        }

        /** Finds the value of the only member; whether it is one is for its codec to say. */
        @Override
        boolean enter(MessageInput message, boolean head) {
            byte[] array = message.array();
            int end = backwards(array, message.position(), message.end());
            if (end == message.position() || array[end - 1] != '}') {
                return false;
            }
            end--;
            int at = message.position();
            for (byte expected : head ? JSON_HEAD : JSON_ITEM) {
                boolean before = expected != '{' && expected != ':' && expected != '"';
                at = before ? at : forwards(array, at, end);
                if (at == end || array[at++] != expected) {
                    return false;
                }
            }
            message.reset(array, at, end - at);
            return true;
        }

        private static boolean space(byte b) {
            return b == ' ' || b == '\t' || b == '\r' || b == '\n';
        }

        private static int forwards(byte[] array, int from, int end) {
            int at = from;
            while (at < end && space(array[at])) {
                at++;
            }
            return at;
        }

        private static int backwards(byte[] array, int from, int end) {
            int at = end;
            while (at > from && space(array[at - 1])) {
                at--;
            }
            return at;
        }
    };

    private static final int LENGTH_DELIMITED = 2;
    private static final int LONGEST_VARINT = 5;
    /** A tag, and a length in as many bytes as any takes. */
    private static final int BINARY_PREFIX = 6;

    private static final byte[] JSON_HEAD = "{\"head\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JSON_ITEM = "{\"item\":".getBytes(StandardCharsets.US_ASCII);

    /** Returns the form that belongs to a serializer. */
    static HeadOrItem of(String serializer) {
        return serializer.equals("protobuf-json") ? JSON : BINARY;
    }

    /** The bytes before the message of the head or of an item. */
    abstract int prefix();

    /** Writes what is around the message that is there, behind the room for its prefix, which begins at that place. */
    abstract void complete(MessageOutput out, int at, boolean head) throws IOException;

    /** Moves to the message of the head or of an item, which must be all there is; returns false if it is not. */
    abstract boolean enter(MessageInput message, boolean head);
}
