package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import dev.tenstep.rpc.testkit.SampleService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges the testkit's samples with a program in Go. */
final class GoSamplesTest implements SamplesContract {
    @TempDir
    private static Path folder;

    private static Path program;

    @BeforeAll
    static void build() throws Exception {
        Go.require();
        Go go = new Go(folder);
        Program.copy("interop/go-grpc", go.sources().resolve("interop"));
        Map<String, String> imports = ProtoFiles.imports(SampleService.class);
        Program.write(go.sources(), imports);
        Program.write(go.sources(), ProtoFiles.of(SampleService.class));
        Map<String, String> packages = new TreeMap<>(Map.of("services.proto", "interop/samples/messages"));
        for (String file : imports.keySet()) {
            packages.put(file, "interop/" + file.replace(".proto", ""));
        }
        go.generate(packages);
        program = go.build("interop/samples");
    }

    @Override
    public List<String> program() {
        return List.of(program.toString());
    }
}
