package dev.tenstep.rpc.examples.upload;

import dev.tenstep.rpc.RpcClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Sends a file to the server at 127.0.0.1:9090, or at the target given; made-up bytes if no file is given. */
public final class UploadClient {
    private static final int CHUNK = 64 << 10;
    private static final int MADE_UP = 1_000_000;

    private UploadClient() {}

    /** Sends the second argument's file, and prints the receipt. */
    public static void main(String[] args) throws IOException {
        try (RpcClient client = RpcClient.to(args.length > 0 ? args[0] : "127.0.0.1:9090")) {
            Uploads uploads = client.stub(Uploads.class);
            Receipt receipt = args.length > 1
                    ? send(uploads, Path.of(args[1]))
                    : send(uploads, "made-up", madeUp(MADE_UP), ProgressBar.onTerminal(MADE_UP));
            System.out.println(
                    receipt.name() + ": the server has " + receipt.bytes() + " bytes, SHA-256 " + receipt.sha256());
        }
    }

    /** Sends a file and shows on the terminal, if there is one, how far it is. */
    public static Receipt send(Uploads uploads, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String name = String.valueOf(file.getFileName());
            return send(uploads, name, in, ProgressBar.onTerminal(Files.size(file)));
        }
    }

    /**
     * Sends what there is to read, as fast as the server takes it.
     *
     * @param progress is told how many bytes have been sent, all in all, after each piece
     * @throws IllegalStateException if the server got something else than was read
     */
    public static Receipt send(Uploads uploads, String name, InputStream in, LongConsumer progress) {
        MessageDigest sha256 = HashedUploads.sha256();
        AtomicLong sent = new AtomicLong();
        Stream<Chunk> chunks = Stream.iterate(next(in), chunk -> chunk.bytes().length > 0, sentBefore -> next(in))
                .peek(chunk -> {
                    sha256.update(chunk.bytes());
                    progress.accept(sent.addAndGet(chunk.bytes().length));
                });
        Receipt receipt = uploads.upload(name, chunks);
        Receipt expected = new Receipt(name, sent.get(), HexFormat.of().formatHex(sha256.digest()));
        if (!receipt.equals(expected)) {
            throw new IllegalStateException("the server has " + receipt + " (expected: " + expected + ")");
        }
        return receipt;
    }

    private static Chunk next(InputStream in) {
        try {
            return new Chunk(in.readNBytes(CHUNK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes that are the same every time. */
    public static InputStream madeUp(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return new ByteArrayInputStream(bytes);
    }
}
