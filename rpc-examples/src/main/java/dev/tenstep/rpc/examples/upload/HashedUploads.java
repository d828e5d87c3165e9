package dev.tenstep.rpc.examples.upload;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Counts and hashes the pieces, and keeps none of them. Its thread waits for the pieces, so the code reads like any
 * loop.
 */
public final class HashedUploads implements Uploads {
    private final long limit;

    /** Makes one that accepts files of at most so many bytes. */
    public HashedUploads(long limit) {
        this.limit = limit;
    }

    @Override
    public Receipt upload(String name, Stream<Chunk> chunks) {
        MessageDigest sha256 = sha256();
        long bytes = 0;
        try (chunks) {
            for (Iterator<Chunk> pieces = chunks.iterator(); pieces.hasNext(); ) {
                byte[] piece = pieces.next().bytes();
                bytes += piece.length;
                if (bytes > limit) {
                    throw new RpcException(
                            StatusCode.RESOURCE_EXHAUSTED,
                            name + ": " + bytes + " bytes so far (expected: at most " + limit + ")");
                }
                sha256.update(piece);
            }
        }
        return new Receipt(name, bytes, HexFormat.of().formatHex(sha256.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
