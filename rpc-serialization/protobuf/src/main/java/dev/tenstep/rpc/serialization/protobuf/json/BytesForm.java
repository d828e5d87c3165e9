package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The form of a {@code byte[]}, or of the remaining bytes of a {@link ByteBuffer}: standard Base64 with padding. The alphabet for
 * URLs is read too, and so are texts without padding (RFC 4648).
 */
record BytesForm(boolean buffer) implements ValueForm {

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        byte[] bytes;
        if (buffer) {
            bytes = new byte[((ByteBuffer) value).remaining()];
            ((ByteBuffer) value).duplicate().get(bytes);
        } else {
            bytes = (byte[]) value;
        }
        out.writeBinary(bytes);
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        byte[] bytes = decode(Tokens.string(in, "a string in Base64"));
        return buffer ? ByteBuffer.wrap(bytes) : bytes;
    }

    static byte[] decode(String text) throws MalformedMessageException {
        boolean forUrls = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            return (forUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(
                    "\"" + Tokens.shown(text) + "\" (expected: Base64): " + e.getMessage(), e);
        }
    }
}
