package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.protocol.netrpc.gob.HeadReader;
import dev.tenstep.rpc.protocol.netrpc.gob.KnownTypes;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads what a server of net/rpc sends in gob. */
final class GobReplies {
    private final DataInputStream in;
    private final KnownTypes types = new KnownTypes(1 << 16);
    private final HeadReader head = new HeadReader(types);

    GobReplies(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** Reads the next reply: {@code Service.Method 7: error text}, or {@code Service.Method 7} for a result. */
    String next() throws IOException {
        byte[] message = message();
        head.read(message, 0, message.length);
        message();
        return head.method() + " " + head.seq() + (head.error().isEmpty() ? "" : ": " + head.error());
    }

    private byte[] message() throws IOException {
        byte[] message = read();
        while (types.define(message, 0, message.length)) {
            message = read();
        }
        return message;
    }

    private byte[] read() throws IOException {
        int first = in.readUnsignedByte();
        int more = first < 128 ? 0 : 256 - first;
        int length = more == 0 ? first : 0;
        byte[] prefix = new byte[1 + more];
        prefix[0] = (byte) first;
        for (int i = 1; i <= more; i++) {
            prefix[i] = in.readByte();
            length = length << 8 | (prefix[i] & 0xff);
        }
        byte[] whole = Arrays.copyOf(prefix, prefix.length + length);
        in.readFully(whole, prefix.length, length);
        return whole;
    }
}
