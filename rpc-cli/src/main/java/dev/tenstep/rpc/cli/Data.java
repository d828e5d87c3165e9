package dev.tenstep.rpc.cli;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The text of the requests.
 *
 * @param given the value of {@code --data}: JSON, {@code @FILE} or {@code -}; null for none
 * @param stream whether there may be any number of requests, else there is one
 */
record Data(@Nullable String given, boolean stream) {

    /** Opens it. */
    Reader open(CommandSpec spec) throws IOException {
        if (given == null) {
            return new StringReader(stream ? "" : "{}");
        }
        if (given.equals("-") || given.equals("@-")) {
            return utf8(System.in);
        }
        if (!given.startsWith("@")) {
            return new StringReader(given);
        }
        Path file = Path.of(given.substring(1));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new ParameterException(spec.commandLine(), "--data: " + given + " (expected: a readable file)");
        }
        return utf8(Files.newInputStream(file));
    }

    /**
     * Returns a reader of a file that the process's end closes: to close it earlier would wait for a thread that is about
     * to read, which may wait for ever for what a pipe brings.
     */
    private static Reader utf8(InputStream in) {
        return new FilterReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())) {
            @Override
            public void close() {}
        };
    }
}
