package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import dev.tenstep.rpc.testkit.SampleService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges the testkit's samples with a program in Python. */
final class PythonSamplesTest implements SamplesContract {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void generate() throws Exception {
        Python.require();
        Program.copy("interop/python-grpc", folder);
        Map<String, String> imports = ProtoFiles.imports(SampleService.class);
        Program.write(folder, imports);
        Program.write(folder, ProtoFiles.of(SampleService.class));
        Python.generate(folder, "services.proto", "status.proto");
        // The packages beside which these modules lie are Debian's.
        Python.generate(folder, imports.keySet().toArray(String[]::new));
    }

    @Override
    public List<String> program() {
        return Python.program(folder.resolve("samples.py"));
    }
}
