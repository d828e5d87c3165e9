package dev.tenstep.rpc.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's Python, with its packages for gRPC. */
final class Python {
    /** The one for which Debian's packages are. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final String PLUGIN = "/usr/bin/grpc_python_plugin";

    private Python() {}

    /** Skips a test where something is missing that programs need. */
    static void require() throws IOException, InterruptedException {
        Program.require(PYTHON + " -c 'import grpc, google.protobuf'", "protoc --version", "test -x " + PLUGIN);
    }

    /** Generates messages and stubs from files in a folder, into it. */
    static void generate(Path folder, String... files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("protoc", "-I" + folder, "--python_out=" + folder, "--plugin=protoc-gen-grpc=" + PLUGIN));
        command.add("--grpc_out=" + folder);
        Program.run(Program.command(command, files));
    }

    /** Returns the command of a program. */
    static List<String> program(Path file) {
        return List.of(PYTHON, "-B", file.toString());
    }
}
