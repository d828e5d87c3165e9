package dev.tenstep.rpc.transport.netty.line;

import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.StreamWindow;
import java.util.concurrent.atomic.AtomicInteger;

/** A credit window in bytes only, as in HTTP/2: a message counts with its line. */
final class LineWindow implements StreamWindow {
    static final int BYTES = 16 << 10;
    /** The bytes that a message counts for besides its own. */
    static final int LINE = 16;

    private final AtomicInteger left = new AtomicInteger(BYTES);
    private int taken;

    @Override
    public boolean open() {
        return left.get() > 0;
    }

    @Override
    public boolean take(int length) {
        return left.getAndAdd(-length - LINE) > 0;
    }

    @Override
    public void taken(int length, CreditSink sink) {
        taken += length + LINE;
        if (taken >= BYTES / 2) {
            left.addAndGet(taken);
            sink.grant(0, taken);
            taken = 0;
        }
    }

    @Override
    public void close() {}
}
