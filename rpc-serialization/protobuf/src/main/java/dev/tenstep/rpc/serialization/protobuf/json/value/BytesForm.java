package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The form of a {@code byte[]}, or of the remaining bytes of a {@link ByteBuffer}: a string in Base64. */
public record BytesForm(boolean buffer) implements ValueForm {

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        byte[] bytes;
        if (buffer) {
            bytes = new byte[((ByteBuffer) value).remaining()];
            ((ByteBuffer) value).duplicate().get(bytes);
        } else {
            bytes = (byte[]) value;
        }
        Base64Text.write(bytes, out);
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        byte[] bytes = Base64Text.read(in);
        return buffer ? ByteBuffer.wrap(bytes) : bytes;
    }
}
