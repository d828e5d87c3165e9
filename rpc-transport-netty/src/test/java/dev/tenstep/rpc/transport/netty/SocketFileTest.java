package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
final class SocketFileTest {
    @TempDir
    Path folder;

    private Path socket() {
        return folder.resolve("a.sock");
    }

    @Test
    void nothingIsThereAndNothingIsDone() throws IOException {
        SocketFile.of("unix:" + socket()).claim();
        assertThat(socket()).doesNotExist();
    }

    @Test
    void fileOfAServerThatIsGoneIsRemoved() throws IOException {
        listen().close();
        assertThat(socket()).exists();
        SocketFile.of("unix:" + socket()).claim();
        assertThat(socket()).doesNotExist();
    }

    @Test
    void fileOfAServerThatListensIsLeftAlone() throws IOException {
        try (ServerSocketChannel server = listen()) {
            assertThatThrownBy(() -> SocketFile.of("unix:" + socket()).claim())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another server listens");
            assertThat(server.isOpen()).isTrue();
            assertThat(socket()).exists();
        }
    }

    @Test
    void fileThatIsNoSocketIsLeftAlone() throws IOException {
        Files.writeString(socket(), "precious");
        assertThatThrownBy(() -> SocketFile.of("unix:" + socket()).claim())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: a socket or nothing");
        assertThat(socket()).hasContent("precious");
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()));
        return server;
    }
}
