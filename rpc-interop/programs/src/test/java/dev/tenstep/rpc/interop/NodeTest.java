package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs programs on grpc-js, which read the {@code .proto} of a Java interface. */
final class NodeTest implements TextsContract {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void install() throws Exception {
        Node.require();
        Program.copy("interop/node-grpc", folder);
        Program.write(folder, ProtoFiles.of(Texts.class));
        Node.install(folder);
    }

    @Override
    public List<String> client() {
        return Node.program(folder.resolve("client.js"));
    }

    @Override
    public List<String> server() {
        return Node.program(folder.resolve("server.js"));
    }
}
