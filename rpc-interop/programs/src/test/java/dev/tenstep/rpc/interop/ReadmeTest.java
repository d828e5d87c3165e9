package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's program in Python with the README's service. */
@Timeout(120)
final class ReadmeTest {
    private static final Pattern PROGRAM = Pattern.compile("(?s)```python\n(.*?)```");

    /** The README's, whose interface is in no package. */
    @RpcService("Greeter")
    interface Greeter {
        String greet(String name);
    }

    @BeforeAll
    static void require() throws Exception {
        Python.require();
    }

    @Test
    void pythonIsGreeted(@TempDir Path folder) throws Exception {
        Matcher program = PROGRAM.matcher(Files.readString(Program.PROJECT.resolve("README.md")));
        assertThat(program.find()).isTrue();
        Program.write(folder, ProtoFiles.of(Greeter.class));
        Python.generate(folder, "services.proto");
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .service(Greeter.class, name -> "Hello, " + name + "!")
                .start()) {
            Path client = folder.resolve("client.py");
            Files.writeString(client, program.group(1).replace("127.0.0.1:9090", server.address()));
            assertThat(Program.run(Python.program(client))).isEqualTo("Hello, shen!\n");
        }
    }
}
