package dev.tenstep.rpc.benchmarks.jmh;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tenstep.rpc.benchmarks.users.User;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Jackson alone, from and to byte arrays, with a reader and a writer that know the type. It writes the same JSON as the
 * serializer {@code json}: a method's parameters are a record of that form, and times are ISO texts.
 */
final class JacksonFormat implements Format {
    private final Payload message;
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private byte[] written = {};

    private record Exist(String name) {}

    private record Echo(User user) {}

    JacksonFormat(Payload payload) {
        message = payload;
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
        Class<?> type =
                switch (payload) {
                    case EXIST -> Exist.class;
                    case ECHO -> Echo.class;
                    case PAGE, ORDER -> payload.type();
                };
        writer = mapper.writerFor(type);
        reader = mapper.readerFor(type);
    }

    @Override
    public Object prepare(Object payload) {
        return switch (message) {
            case EXIST -> new Exist((String) payload);
            case ECHO -> new Echo((User) payload);
            case PAGE, ORDER -> payload;
        };
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

    @Override
    public @Nullable Object payload(@Nullable Object read) {
        if (read instanceof Exist exist) {
            return exist.name();
        }
        return read instanceof Echo echo ? echo.user() : read;
    }
}
