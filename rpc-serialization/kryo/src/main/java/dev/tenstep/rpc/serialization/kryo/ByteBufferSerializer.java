package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A buffer's remaining bytes, or null, in the form that Kryo has for {@code byte[]}: the length and one, then the bytes. */
final class ByteBufferSerializer extends Serializer<@Nullable ByteBuffer> {

    @Override
    public void write(@Nullable Kryo kryo, Output out, @Nullable ByteBuffer buffer) {
        if (buffer == null) {
            out.writeVarInt(0, true);
            return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        out.writeVarInt(bytes.length + 1, true);
        out.writeBytes(bytes);
    }

    @Override
    public @Nullable ByteBuffer read(@Nullable Kryo kryo, Input in, Class<? extends @Nullable ByteBuffer> type) {
        int length = in.readVarInt(true);
        return length == 0 ? null : ByteBuffer.wrap(in.readBytes(length - 1));
    }
}
