package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
    void freePathIsLeftAlone() throws IOException {
        file().check();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileOfADeadServerIsReplaced() throws IOException {
        listen(socket()).close();
        assertThat(socket()).exists();
        SocketFile file = file();
        file.check();
        try (ServerSocketChannel next = listen(file.bound())) {
            file.moveIn();
            assertThat(connects()).isTrue();
            assertThat(next.isOpen()).isTrue();
            file.remove();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileOfALiveServerIsLeftAlone() throws IOException {
        try (ServerSocketChannel server = listen(socket())) {
            assertThatThrownBy(() -> file().check())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another server is listening");
            assertThat(server.isOpen()).isTrue();
            assertThat(connects()).isTrue();
        }
    }

    @Test
    void fileOfASuccessorIsNotRemoved() throws IOException {
        SocketFile file = file();
        try (ServerSocketChannel old = listen(file.bound())) {
            file.moveIn();
            Files.delete(socket());
            try (ServerSocketChannel successor = listen(socket())) {
                file.remove();
                assertThat(successor.isOpen()).isTrue();
                assertThat(connects()).isTrue();
            }
            assertThat(old.isOpen()).isTrue();
        }
    }

    @Test
    void fileThatCannotBeMovedIsRemoved() throws IOException {
        SocketFile file = file();
        Files.createDirectories(socket().resolve("full"));
        try (ServerSocketChannel server = listen(file.bound())) {
            assertThatThrownBy(file::moveIn).isInstanceOf(IOException.class);
            assertThat(server.isOpen()).isTrue();
        }
        assertThat(file.bound()).doesNotExist();
    }

    @Test
    void regularFileIsLeftAlone() throws IOException {
        Files.writeString(socket(), "precious");
        assertThatThrownBy(() -> file().check())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: a socket or nothing");
        assertThat(socket()).hasContent("precious");
    }

    private SocketFile file() {
        return SocketFile.of("unix:" + socket());
    }

    private boolean connects() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        }
    }

    private static ServerSocketChannel listen(Path at) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(at));
        return server;
    }
}
