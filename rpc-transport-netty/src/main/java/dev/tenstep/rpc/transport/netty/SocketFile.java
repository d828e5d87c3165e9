package dev.tenstep.rpc.transport.netty;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file of a Unix socket, which outlives a server that was killed and would else keep the next one from its path. */
record SocketFile(Path path) {

    /** The file of an endpoint {@code unix:PATH}. */
    static SocketFile of(String endpoint) {
        return new SocketFile(Path.of(endpoint.substring(endpoint.indexOf(':') + 1)));
    }

    /**
     * Removes what a server left behind that is gone.
     *
     * @throws IOException if a server listens there, or the path is no socket
     */
    void claim() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("there is a file of that name (expected: a socket or nothing)");
        }
        if (answers()) {
            throw new IOException("another server listens there");
        }
        Files.deleteIfExists(path);
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
