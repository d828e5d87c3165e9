package dev.tenstep.rpc.benchmarks.contender;

import java.util.Locale;

/** The kind of stream that a server sends to its client. One stream is one call in the sense of {@link Calls}. */
public enum StreamKind {
    /** Users of twelve fields, 184 bytes each as protobuf. */
    USERS(1000, 184),
    /** Blocks of bytes. */
    BLOCKS(64, 64 << 10),
    /** As many blocks as a long path needs to show its pace. */
    FAR(256, 64 << 10);

    private final int messages;
    private final int messageBytes;

    StreamKind(int messages, int messageBytes) {
        this.messages = messages;
        this.messageBytes = messageBytes;
    }

    /** Returns the number of messages in a stream. */
    public int messages() {
        return messages;
    }

    /** Returns the size of a message in bytes. */
    public int messageBytes() {
        return messageBytes;
    }

    /** Returns the name on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
