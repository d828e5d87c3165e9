package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The programs of {@code interop/web}, with the code that is generated from the exported {@code .proto}. */
final class Web {
    /** The program buf, which generates code and calls services. */
    static final String BUF = "node_modules/.bin/buf";

    private static final int SECONDS = 120;

    /** Has the packages after the first test, which other tests use as they are. */
    private static final Path FOLDER = Path.of("target", "web").toAbsolutePath();

    private Web() {}

    /** Skips a test where something is missing that programs need; else installs them, unless that was done. */
    static void install() throws IOException, InterruptedException {
        Node.require();
        Path packages = FOLDER.resolve("package-lock.json");
        Path installed = FOLDER.resolve("installed.json");
        Program.copy("interop/web", FOLDER);
        Program.write(FOLDER, ProtoFiles.of(Texts.class, Lookup.class, Cases.class));
        if (!Files.exists(installed) || Files.mismatch(packages, installed) >= 0) {
            Node.install(FOLDER);
            Files.copy(packages, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        run(BUF, "generate");
    }

    /** Returns the server that the programs call; it still has to be told where to listen. */
    static RpcServer.Builder server(TextsHandler handler) {
        return RpcServer.builder()
                .service(Texts.class, handler)
                .service(Lookup.class, new LookupHandler())
                .service(Cases.class, new CasesHandler());
    }

    /** Starts a command in the folder. */
    static Program start(String... command) throws IOException {
        return Program.start(List.of(command), FOLDER, Map.of());
    }

    /** Runs a command in the folder, which must succeed, and returns what it printed. */
    static String run(String... command) throws IOException, InterruptedException {
        return Program.run(List.of(command), FOLDER, Map.of(), SECONDS);
    }

    /** Runs a program of Node that trusts an authority, which must succeed, and returns what it printed. */
    static String trusting(Path authority, String... command) throws IOException, InterruptedException {
        return Program.run(List.of(command), FOLDER, Map.of("NODE_EXTRA_CA_CERTS", authority.toString()), SECONDS);
    }
}
