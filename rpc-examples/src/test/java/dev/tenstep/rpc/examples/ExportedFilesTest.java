package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.examples.hello.HelloWorldService;
import dev.tenstep.rpc.examples.login.LoginService;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The {@code .proto} files beside the programs in other languages, which were exported from the interfaces. */
final class ExportedFilesTest {
    @Test
    void helloIsAsItsInterfaceSays() throws IOException {
        assertThat(committed("hello/rpc_package.proto"))
                .isEqualTo(ProtoFiles.of(HelloWorldService.class).get("rpc_package.proto"));
    }

    @Test
    void loginIsAsItsInterfaceSays() throws IOException {
        assertThat(committed("login/login.proto"))
                .isEqualTo(ProtoFiles.of(LoginService.class).get("login.proto"));
    }

    private static String committed(String file) throws IOException {
        return Files.readString(Path.of("grpc").resolve(file));
    }
}
