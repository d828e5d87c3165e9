package dev.tenstep.rpc.cli.proto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files on disk that are written only if they change, so that their times and a build's caches stay. */
final class ProtoFolder {
    private ProtoFolder() {}

    /** Returns whether the file has that text. Line ends count as one, as version control may change them. */
    static boolean has(Path file, String text) throws IOException {
        return Files.exists(file)
                && Files.readString(file).replace("\r\n", "\n").equals(text);
    }

    /** Writes the text, and returns whether that was necessary. */
    static boolean write(Path file, String text) throws IOException {
        if (has(file, text)) {
            return false;
        }
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(file, text);
        return true;
    }
}
