package dev.tenstep.rpc.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The contenders' class paths. The build leaves two files for each module in one folder: the module's jar, and a text
 * file with the paths of the jars that it needs.
 */
record ClassPaths(Path folder) {
    private static final String PREFIX = "rpc-benchmarks-";

    /** Returns the folder {@code contenders} beside the program's own jar. */
    static ClassPaths besideProgram() {
        return new ClassPaths(program().resolveSibling("contenders"));
    }

    private static Path program() {
        try {
            return Path.of(ClassPaths.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place is no file", e);
        }
    }

    /** Returns the whole class path of a module. Throws IllegalArgumentException if it, or a jar on it, is missing. */
    String of(String module) {
        List<Path> paths = new ArrayList<>();
        paths.add(folder.resolve(PREFIX + module + ".jar"));
        Path list = folder.resolve(PREFIX + module + ".classpath");
        for (String path : read(module, list).strip().split(Pattern.quote(File.pathSeparator), -1)) {
            paths.add(Path.of(path));
        }
        paths.add(program());
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw notBuilt(module, path);
            }
        }
        return String.join(
                File.pathSeparator, paths.stream().map(Path::toString).toList());
    }

    private String read(String module, Path list) {
        if (!Files.exists(list)) {
            throw notBuilt(module, list);
        }
        try {
            return Files.readString(list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalArgumentException notBuilt(String module, Path missing) {
        return new IllegalArgumentException(
                "contender " + module + " is not built: " + missing + " is missing (expected after: mvn -B verify)");
    }
}
