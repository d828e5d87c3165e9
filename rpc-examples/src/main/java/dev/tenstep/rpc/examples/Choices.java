package dev.tenstep.rpc.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that client and server share. */
final class Choices {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--serializer",
            paramLabel = "NAME",
            description = "json, kryo or protobuf; overrides the configuration.")
    private @Nullable String serializer;

    @Option(names = "--config", paramLabel = "FILE", description = "A file of settings, such as rpc.serializer=kryo.")
    private @Nullable Path config;

    /** Returns the serializer's name, if one was given. */
    @Nullable
    String serializer() {
        return serializer;
    }

    /** Makes a client or a server with these options; a value that does not fit is an error of the command line. */
    <T> T make(Maker<T> maker) {
        if (config != null) {
            if (!Files.isReadable(config) || Files.isDirectory(config)) {
                throw new ParameterException(
                        spec.commandLine(), "--config: " + config + " (expected: a readable file)");
            }
            System.setProperty("rpc.config", config.toString());
        }
        try {
            return maker.make(serializer);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Makes a client or a server. */
    @FunctionalInterface
    interface Maker<T> {
        T make(@Nullable String serializer);
    }
}
