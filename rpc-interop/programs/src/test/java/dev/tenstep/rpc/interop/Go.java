package dev.tenstep.rpc.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Go, with its packages for gRPC, in a workspace of its own, without modules and without a network. */
final class Go {
    private static final int BUILD_SECONDS = 300;
    private static final String PACKAGES = "/usr/share/gocode";

    private final Path workspace;

    Go(Path workspace) {
        this.workspace = workspace;
    }

    /** Skips a test where something is missing that programs need. */
    static void require() throws IOException, InterruptedException {
        Program.require(
                "go version",
                "protoc --version",
                "protoc-gen-go --version",
                "protoc-gen-go-grpc --version",
                "test -d " + PACKAGES + "/src/google.golang.org/grpc");
    }

    /** Returns the folder of the workspace's sources. */
    Path sources() {
        return workspace.resolve("src");
    }

    /** Generates messages and stubs from files among the sources, each as a package. */
    void generate(Map<String, String> packages) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("protoc", "-I" + sources()));
        for (String plugin : List.of("go", "go-grpc")) {
            command.add("--" + plugin + "_out=" + sources());
            packages.forEach((file, name) -> command.add("--" + plugin + "_opt=M" + file + "=" + name));
        }
        Program.run(Program.command(command, packages.keySet().toArray(String[]::new)));
    }

    /** Builds a program and returns its file. */
    Path build(String packageName) throws IOException, InterruptedException {
        Path program = workspace.resolve("bin").resolve(packageName.replace('/', '-'));
        Map<String, String> environment = Map.of(
                "GO111MODULE",
                "off",
                "GOFLAGS",
                "",
                "GOPATH",
                workspace + ":" + PACKAGES,
                "GOCACHE",
                Path.of("target", "go-cache").toAbsolutePath().toString());
        Program.run(List.of("go", "vet", packageName), sources(), environment, BUILD_SECONDS);
        Program.run(
                List.of("go", "build", "-o", program.toString(), packageName), sources(), environment, BUILD_SECONDS);
        return program;
    }
}
