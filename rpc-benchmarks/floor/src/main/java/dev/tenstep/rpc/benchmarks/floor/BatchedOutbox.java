package dev.tenstep.rpc.benchmarks.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the bytes of many messages in one buffer and flushes it in slices, so that the peer has work while this one
 * goes on reading. Other threads have a buffer of their own, which they append to under a lock, and wake the loop
 * once.
 */
final class BatchedOutbox implements Outbox {
    private static final int SLICE_BYTES = 32 * 1024;
    private static final int SLICE_MESSAGES = 128;
    private static final int BUFFER_BYTES = SLICE_BYTES + 8 * 1024;

    private final Channel channel;
    private final Object lock = new Object();
    private @Nullable ByteBuf fromThreads; // guarded by lock
    private @Nullable ByteBuf fromLoop; // touched in the event loop only, like the count
    private int messages;

    BatchedOutbox(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void send(int call, int code, byte[] body) {
        if (channel.eventLoop().inEventLoop()) {
            append(call, code, body);
        } else {
            appendFromThread(call, code, body);
        }
    }

    private void append(int call, int code, byte[] body) {
        ByteBuf batch = fromLoop;
        if (batch == null) {
            batch = channel.alloc().directBuffer(BUFFER_BYTES);
            fromLoop = batch;
        }
        Frames.write(batch, call, code, body);
        messages++;
        if (messages >= SLICE_MESSAGES || batch.readableBytes() >= SLICE_BYTES) {
            burstRead();
        }
    }

    private void appendFromThread(int call, int code, byte[] body) {
        boolean first;
        synchronized (lock) {
            ByteBuf batch = fromThreads;
            first = batch == null;
            if (batch == null) {
                batch = channel.alloc().directBuffer(BUFFER_BYTES);
                fromThreads = batch;
            }
            Frames.write(batch, call, code, body);
        }
        if (first) {
            channel.eventLoop().execute(this::drain);
        }
    }

    private void drain() {
        ByteBuf batch;
        synchronized (lock) {
            batch = fromThreads;
            fromThreads = null;
        }
        if (batch != null) {
            var unused = channel.writeAndFlush(batch, channel.voidPromise());
        }
    }

    @Override
    public void burstRead() {
        ByteBuf batch = fromLoop;
        if (batch != null) {
            fromLoop = null;
            messages = 0;
            var unused = channel.writeAndFlush(batch, channel.voidPromise());
        }
    }
}
