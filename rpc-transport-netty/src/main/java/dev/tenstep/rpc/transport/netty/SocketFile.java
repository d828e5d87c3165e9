package dev.tenstep.rpc.transport.netty;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket. It outlives a server that was killed, and may belong to another server by the time this
 * one closes. So the listener binds to a temporary name, and the file is then moved to its path, replacing one that a
 * killed server left behind. It is removed only while it still is this server's own. When the listener closes, Netty
 * deletes the temporary name, which by then is unused.
 */
final class SocketFile {
    private static final int NAME_BITS = 0xFF_FFFF;

    private final Path path;
    private final Path bound;
    /** The system's key of the file; null until it is at its path. */
    private @Nullable Object key;

    private SocketFile(Path path) {
        this.path = path;
        this.bound = path.resolveSibling(
                "." + Integer.toHexString(ThreadLocalRandom.current().nextInt() & NAME_BITS));
    }

    /** The file of an endpoint {@code unix:PATH}. */
    static SocketFile of(String endpoint) {
        return new SocketFile(Path.of(endpoint.substring(endpoint.indexOf(':') + 1)));
    }

    /** The temporary name to bind the listener to, in the same directory. */
    Path bound() {
        return bound;
    }

    /**
     * Checks that the path is free, or holds a dead server's socket.
     *
     * @throws IOException if a server listens there, or the path is no socket
     */
    void check() throws IOException {
        BasicFileAttributes found = attributes(path);
        if (found == null) {
            return;
        }
        if (!found.isOther()) {
            throw new IOException("there is a file of that name (expected: a socket or nothing)");
        }
        if (answers()) {
            throw new IOException("another server is listening there");
        }
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Moves the file of the bound listener to its path. */
    void moveIn() throws IOException {
        try {
            BasicFileAttributes own = attributes(bound);
            Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
            key = own == null ? null : own.fileKey();
        } finally {
            Files.deleteIfExists(bound);
        }
    }

    /**
     * Removes the file, if it is still this server's. Must be called while the listener is open, since the file's key
     * may be reused afterwards.
     */
    void remove() throws IOException {
        BasicFileAttributes found = attributes(path);
        if (key != null && found != null && key.equals(found.fileKey())) {
            Files.deleteIfExists(path);
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
