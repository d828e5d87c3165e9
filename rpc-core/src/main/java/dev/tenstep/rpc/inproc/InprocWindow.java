package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.StreamWindow;

/**
 * The window of a stream inside a process. It checks nothing, because the sender is this kernel's own and keeps to its
 * grants. A stream starts with a small window, and gets the whole one once it moves.
 */
final class InprocWindow implements StreamWindow {
    static final int FIRST_MESSAGES = 128;
    static final int FIRST_BYTES = 64 << 10;
    private static final int MOST_MESSAGES = 1024;
    private static final int MOST_BYTES = 1 << 20;

    private int messages = FIRST_MESSAGES;
    private int bytes = FIRST_BYTES;
    private int takenMessages;
    private int takenBytes;

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public boolean take(int length) {
        return true;
    }

    @Override
    public void taken(int length, CreditSink feed) {
        takenMessages++;
        takenBytes += length;
        if (takenMessages >= messages / 2 || takenBytes >= bytes / 2) {
            int moreMessages = takenMessages + MOST_MESSAGES - messages;
            int moreBytes = takenBytes + MOST_BYTES - bytes;
            messages = MOST_MESSAGES;
            bytes = MOST_BYTES;
            takenMessages = 0;
            takenBytes = 0;
            feed.grant(moreMessages, moreBytes);
        }
    }

    @Override
    public void close() {}
}
