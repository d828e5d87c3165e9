package dev.tenstep.rpc.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Node with grpc-js. Its packages are downloaded once into the build's folder. */
final class Node {
    private static final int DOWNLOAD_SECONDS = 300;

    private Node() {}

    /** Skips a test where something is missing that programs need. */
    static void require() throws IOException, InterruptedException {
        Program.require("node --version", "npm --version");
    }

    /** Downloads the packages that a folder's lock file names, and runs none of their scripts. */
    static void install(Path folder) throws IOException, InterruptedException {
        String cache = Path.of("target", "npm-cache").toAbsolutePath().toString();
        Program.run(
                List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
                folder,
                Map.of("npm_config_cache", cache),
                DOWNLOAD_SECONDS);
    }

    /** Returns the command of a program. */
    static List<String> program(Path file) {
        return List.of("node", file.toString());
    }
}
