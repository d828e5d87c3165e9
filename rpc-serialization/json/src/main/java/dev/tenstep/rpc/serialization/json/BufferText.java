package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a buffer's remaining bytes in Base64 and leaves the buffer as it is. */
final class BufferText {
    private BufferText() {}

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static final class Writer extends StdScalarSerializer<ByteBuffer> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(ByteBuffer.class);
        }

        @Override
        public void serialize(ByteBuffer value, JsonGenerator generator, SerializerProvider writing)
                throws IOException {
            generator.writeBinary(bytes(value));
        }
    }

    static final class KeyWriter extends StdScalarSerializer<ByteBuffer> {
        private static final long serialVersionUID = 1;

        KeyWriter() {
            super(ByteBuffer.class);
        }

        @Override
        public void serialize(ByteBuffer value, JsonGenerator generator, SerializerProvider writing)
                throws IOException {
            KeyText.write(Base64Variants.MIME_NO_LINEFEEDS.encode(bytes(value)), generator);
        }
    }

    static final class KeyReader extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext reading) {
            return ByteBuffer.wrap(Base64Variants.MIME_NO_LINEFEEDS.decode(key));
        }
    }
}
