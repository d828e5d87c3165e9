package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.contract.ScalarModel.Kind;
import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.serialization.protobuf.TextCodec;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The form of a string, or of a value that crosses as its text.
 *
 * @param codec of the text; null for a string
 */
public record TextForm(@Nullable TextCodec codec) implements ValueForm, KeyForm {

    /** Makes that of a kind of scalar. */
    public static TextForm of(Kind kind) {
        return new TextForm(kind == Kind.STRING ? null : new TextCodec(kind));
    }

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        out.writeString(name(value));
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        return key(Tokens.string(in, "a string"));
    }

    @Override
    public String name(Object value) throws IOException {
        return whole(codec == null ? (String) value : TextCodec.text(value));
    }

    /** Refuses a text with half a surrogate pair, which no other program can read. */
    private static String whole(String text) throws UnwritableValueException {
        int half = Texts.halfPair(text);
        if (half >= 0) {
            throw new UnwritableValueException(Texts.foundHalf(text, half));
        }
        return text;
    }

    @Override
    public Object key(String text) throws IOException {
        return codec == null ? text : codec.parse(text);
    }
}
