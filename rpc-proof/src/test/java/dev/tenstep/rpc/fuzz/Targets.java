package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.protocol.http.Http2ClientFuzz;
import dev.tenstep.rpc.protocol.http.Http2Inputs;
import dev.tenstep.rpc.protocol.http.Http2ServerFuzz;
import dev.tenstep.rpc.transport.netty.tenstep.ClientFuzz;
import dev.tenstep.rpc.transport.netty.tenstep.GoldenInputs;
import dev.tenstep.rpc.transport.netty.tenstep.ServerFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The fuzz targets: a client's or server's side of a connection of either protocol, or a serializer's decoders. */
enum Targets {
    SERVER(ServerFuzz.class),
    CLIENT(ClientFuzz.class),
    HTTP2_SERVER(Http2ServerFuzz.class),
    HTTP2_CLIENT(Http2ClientFuzz.class),
    JSON(JsonFuzz.class),
    KRYO(KryoFuzz.class),
    PROTOBUF(ProtobufFuzz.class);

    private static final Path FOUND = Path.of("src", "test", "resources", "fuzz");

    private final Class<?> target;

    Targets(Class<?> target) {
        this.target = target;
    }

    /** Returns the target of that name, in lower case with dashes. */
    static Targets named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Returns the class with the method {@code fuzzerTestOneInput}. */
    Class<?> target() {
        return target;
    }

    /** Feeds one input; throws if the target fails. */
    void run(byte[] input) {
        switch (this) {
            case SERVER -> ServerFuzz.fuzzerTestOneInput(input);
            case CLIENT -> ClientFuzz.fuzzerTestOneInput(input);
            case HTTP2_SERVER -> Http2ServerFuzz.fuzzerTestOneInput(input);
            case HTTP2_CLIENT -> Http2ClientFuzz.fuzzerTestOneInput(input);
            case JSON -> JsonFuzz.fuzzerTestOneInput(input);
            case KRYO -> KryoFuzz.fuzzerTestOneInput(input);
            case PROTOBUF -> ProtobufFuzz.fuzzerTestOneInput(input);
        }
    }

    private Map<String, byte[]> right() {
        return switch (this) {
            case SERVER, CLIENT -> GoldenInputs.all();
            case HTTP2_SERVER, HTTP2_CLIENT -> Http2Inputs.all();
            case JSON -> JsonFuzz.SAMPLES.seeds();
            case KRYO -> KryoFuzz.SAMPLES.seeds();
            case PROTOBUF -> ProtobufFuzz.SAMPLES.seeds();
        };
    }

    /** Returns the seed inputs: valid ones, and those that once caused a failure. */
    Map<String, byte[]> inputs() {
        Map<String, byte[]> inputs = new TreeMap<>(right());
        Path folder = FOUND.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return inputs;
    }
}
