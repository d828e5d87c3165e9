package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs programs on Debian's grpcio, whose messages are generated from the {@code .proto} of a Java interface. */
final class PythonTest implements TextsContract {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void generate() throws Exception {
        Python.require();
        Program.copy("interop/python-grpc", folder);
        Program.write(folder, ProtoFiles.of(Texts.class));
        Python.generate(folder, "interop.proto");
    }

    @Override
    public List<String> client() {
        return Python.program(folder.resolve("client.py"));
    }

    @Override
    public List<String> server() {
        return Python.program(folder.resolve("server.py"));
    }
}
