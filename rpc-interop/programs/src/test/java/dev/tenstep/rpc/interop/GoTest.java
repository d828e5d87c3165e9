package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs programs on Debian's grpc-go, whose messages are generated from the {@code .proto} of a Java interface. */
final class GoTest implements TextsContract {
    @TempDir
    private static Path folder;

    private static Path client;
    private static Path server;

    @BeforeAll
    static void build() throws Exception {
        Go.require();
        Go go = new Go(folder);
        Program.copy("interop/go-grpc", go.sources().resolve("interop"));
        Program.write(go.sources(), ProtoFiles.of(Texts.class));
        go.generate(Map.of("interop.proto", "interop/texts"));
        client = go.build("interop/client");
        server = go.build("interop/server");
    }

    @Override
    public List<String> client() {
        return List.of(client.toString());
    }

    @Override
    public List<String> server() {
        return List.of(server.toString());
    }
}
