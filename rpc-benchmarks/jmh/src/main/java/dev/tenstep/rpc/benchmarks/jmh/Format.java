package dev.tenstep.rpc.benchmarks.jmh;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A way to write one kind of payload, set up as the library's users set it up for speed. Buffers are reused where the
 * library can. For one thread.
 */
interface Format {

    /** Makes the format of that name; the names are the values of {@link SerializerBenchmark#serializer}. */
    static Format of(String name, Payload payload) {
        return switch (name) {
            case "json", "kryo", "protobuf", "protobuf-json" -> new BoundFormat(name, payload);
            case "protobuf-by-hand" -> new ByHandFormat(payload);
            case "protobuf-java" -> new GeneratedFormat(payload);
            case "jackson" -> new JacksonFormat(payload);
            case "kryo-bare" -> KryoFormat.safe(payload);
            case "kryo-bare-unsafe" -> KryoFormat.unsafe(payload);
            case "fory" -> new ForyFormat();
            default -> throw new IllegalArgumentException("unknown serializer: " + name);
        };
    }

    /** Turns a payload into what the library writes, which is not measured. */
    default Object prepare(Object payload) throws IOException {
        return payload;
    }

    /** Writes what {@link #prepare} returned, and returns the buffer that it is in. */
    Object write(Object prepared) throws IOException;

    /** Returns a copy of what was written last. */
    byte[] written();

    /** Reads a whole message. */
    @Nullable
    Object read(byte[] message) throws IOException;

    /** Turns what {@link #read} returned into a payload. */
    default @Nullable Object payload(@Nullable Object read) throws IOException {
        return read;
    }
}
