package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The codec of a {@code byte[]}, or of the remaining bytes of a {@link ByteBuffer}, whose position stays. */
record BytesCodec(boolean buffer) implements ValueCodec {

    @Override
    public int wireType() {
        return WireInput.LENGTH_DELIMITED;
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws Throwable {
        int length = buffer ? ((ByteBuffer) value).remaining() : ((byte[]) value).length;
        byte[] a = WireOutput.room(out, p, length);
        int start = WireOutput.tag(a, p, length);
        if (buffer) {
            ByteBuffer from = (ByteBuffer) value;
            from.get(from.position(), a, start, length);
        } else {
            System.arraycopy((byte[]) value, 0, a, start, length);
        }
        return start + length;
    }

    @Override
    public Object read(byte[] a, int start, int end, int depth) throws Throwable {
        byte[] bytes = Arrays.copyOfRange(a, start, end);
        return buffer ? ByteBuffer.wrap(bytes) : bytes;
    }

    @Override
    public Object absent() {
        return buffer ? ByteBuffer.allocate(0) : new byte[0];
    }
}
