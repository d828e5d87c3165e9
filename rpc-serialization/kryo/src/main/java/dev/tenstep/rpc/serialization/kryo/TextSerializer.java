package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.tenstep.rpc.contract.ScalarModel.Kind;
import dev.tenstep.rpc.contract.ScalarText;
import org.jspecify.annotations.Nullable;

/** A value that crosses as its text. */
final class TextSerializer extends Serializer<Object> {
    private final Kind kind;

    TextSerializer(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void write(@Nullable Kryo kryo, Output out, Object value) {
        out.writeString(ScalarText.of(value));
    }

    @Override
    public Object read(@Nullable Kryo kryo, Input in, Class<? extends Object> type) {
        String text = in.readString();
        if (text == null) {
            throw new KryoException("null (expected: the text of a " + type.getSimpleName() + ")");
        }
        return ScalarText.parse(kind, text);
    }
}
