package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The programs of {@code interop/web}, with the code that is generated from the exported {@code .proto}. */
final class Web {
    private static final int SECONDS = 60;

    private final Path folder;

    private Web(Path folder) {
        this.folder = folder;
    }

    /** Skips a test where something is missing that programs need; else installs them in a folder. */
    static Web install(Path folder) throws IOException, InterruptedException {
        Node.require();
        Program.copy("interop/web", folder);
        Program.write(folder, ProtoFiles.of(Texts.class, Lookup.class));
        Node.install(folder);
        Web web = new Web(folder);
        web.run(List.of("node_modules/.bin/buf", "generate"));
        return web;
    }

    /** Returns the server that the programs call; it still has to be told where to listen. */
    static RpcServer.Builder server(TextsHandler handler) {
        return RpcServer.builder().service(Texts.class, handler).service(Lookup.class, new LookupHandler());
    }

    /** Runs a program in the folder, which must succeed, and returns what it printed. */
    String run(List<String> command) throws IOException, InterruptedException {
        return Program.run(command, folder, Map.of(), SECONDS);
    }

    /** Runs a program of Node that trusts an authority, which must succeed, and returns what it printed. */
    String trusting(Path authority, List<String> command) throws IOException, InterruptedException {
        return Program.run(command, folder, Map.of("NODE_EXTRA_CA_CERTS", authority.toString()), SECONDS);
    }
}
