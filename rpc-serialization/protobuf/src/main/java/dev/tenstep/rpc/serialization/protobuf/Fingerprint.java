package dev.tenstep.rpc.serialization.protobuf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FieldTable} as it travels: a byte for the form, then the table. The table is sent as it is, or deflated if
 * it would be over 32 KiB, or as its SHA-256 if that is too long as well; a hash can only be equal or not. An empty
 * fingerprint comes from a client without a table, such as one in another language, which vouches for its types
 * itself.
 */
final class Fingerprint {
    private static final int LARGEST = 32 * 1024;
    private static final int LARGEST_TABLE = 1024 * 1024;
    private static final int PLAIN = 1;
    private static final int DEFLATED = 2;
    private static final int HASH = 3;

    private Fingerprint() {}

    static byte[] of(FieldTable table) {
        byte[] bytes = table.bytes();
        if (bytes.length < LARGEST) {
            return with(PLAIN, bytes);
        }
        byte[] deflated = deflated(bytes);
        return deflated.length < LARGEST && bytes.length <= LARGEST_TABLE
                ? with(DEFLATED, deflated)
                : with(HASH, hash(bytes));
    }

    /**
     * Returns the reason why a client of that fingerprint and a server of that table do not understand each other, or
     * null.
     */
    static @Nullable String skew(byte[] client, FieldTable server) {
        if (client.length == 0 || Arrays.equals(client, of(server))) {
            return null;
        }
        if (client[0] == HASH) {
            return "the client's types differ from the server's, and have too many fields to say where";
        }
        try {
            return new TableComparison(FieldTable.parse(table(client)), server).run();
        } catch (IOException e) {
            return "the client's fingerprint is not readable: " + e.getMessage();
        }
    }

    private static byte[] table(byte[] client) throws IOException {
        int form = client[0];
        if (form == PLAIN) {
            return Arrays.copyOfRange(client, 1, client.length);
        }
        if (form != DEFLATED) {
            throw new IOException("form " + form + " (expected: 1..3)");
        }
        ByteArrayInputStream rest = new ByteArrayInputStream(client, 1, client.length - 1);
        try (InflaterInputStream in = new InflaterInputStream(rest)) {
            byte[] bytes = in.readNBytes(LARGEST_TABLE + 1);
            if (bytes.length > LARGEST_TABLE) {
                throw new IOException("over " + LARGEST_TABLE + " bytes");
            }
            return bytes;
        }
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] with(int form, byte[] bytes) {
        byte[] all = new byte[1 + bytes.length];
        all[0] = (byte) form;
        System.arraycopy(bytes, 0, all, 1, bytes.length);
        return all;
    }
}
