package dev.tenstep.rpc.benchmarks.jmh;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * Jackson alone, from and to byte arrays, with a reader and a writer that know the type. Times are ISO texts, as most of
 * its users have them, and as the serializer {@code json} writes them.
 */
final class JacksonFormat implements Format {
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private byte[] written = {};

    JacksonFormat(Payload payload) {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
        writer = mapper.writerFor(payload.type());
        reader = mapper.readerFor(payload.type());
    }

    @Override
    public byte[] write(Object prepared) throws IOException {
        written = writer.writeValueAsBytes(prepared);
        return written;
    }

    @Override
    public byte[] written() {
        return written.clone();
    }

    @Override
    public Object read(byte[] message) throws IOException {
        return reader.readValue(message);
    }
}
