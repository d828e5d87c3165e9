package dev.tenstep.rpc.benchmarks.floor;

import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import io.netty.buffer.ByteBuf;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sends frames and pairs replies with calls by their number. Completions run in the event loop. */
final class FloorClient implements Contender.ClientEnd, FrameReader.Receiver {
    /** The number of places: a power of two well above the outstanding calls, so that a free place is found soon. */
    private static final int PLACES = 4096;

    private final Outbox outbox;
    private final AtomicInteger callNumbers = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable BiConsumer<? super Boolean, ? super Throwable>> pending =
            new AtomicReferenceArray<>(PLACES);

    FloorClient(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public Calls<?> calls(Operation operation) {
        return new FloorCalls(Frames.code(operation), Frames.body(operation.requestBytes()));
    }

    private void send(int code, byte[] body, BiConsumer<? super Boolean, ? super Throwable> completion) {
        int call = callNumbers.getAndIncrement();
        // A place may still be taken: one burst can carry more calls than there are places past one that waits.
        while (!pending.compareAndSet(call & (PLACES - 1), null, completion)) {
            call = callNumbers.getAndIncrement();
        }
        outbox.send(call, code, body);
    }

    @Override
    public void received(ByteBuf bytes, int at, int length) {
        int call = bytes.getInt(at + Frames.CALL_AT);
        Operation operation = Frames.operation(bytes.getByte(at + Frames.OPERATION_AT));
        BiConsumer<? super Boolean, ? super Throwable> completion = pending.getAndSet(call & (PLACES - 1), null);
        if (completion == null) {
            throw new IllegalStateException("reply to unknown call " + call);
        }
        completion.accept(length == Frames.HEADER_BYTES + operation.replyBytes(), null);
    }

    @Override
    public void burstRead() {
        outbox.burstRead();
    }

    @Override
    public void closed() {
        for (int i = 0; i < PLACES; i++) {
            BiConsumer<? super Boolean, ? super Throwable> completion = pending.getAndSet(i, null);
            if (completion != null) {
                completion.accept(null, new ClosedChannelException());
            }
        }
    }

    private final class FloorCalls implements Calls<Boolean> {
        private final int code;
        private final byte[] body;

        FloorCalls(int code, byte[] body) {
            this.code = code;
            this.body = body;
        }

        @Override
        public Boolean call(int number) throws Exception {
            Waiter waiter = new Waiter();
            send(code, body, waiter);
            return waiter.await();
        }

        @Override
        public void call(int number, BiConsumer<? super Boolean, ? super Throwable> completion) {
            send(code, body, completion);
        }

        @Override
        public boolean answers(int number, Boolean reply, boolean thorough) {
            return reply;
        }
    }

    /** A calling thread that is parked until its reply comes. */
    private static final class Waiter implements BiConsumer<Boolean, Throwable> {
        private final Thread thread = Thread.currentThread();
        private @Nullable Throwable failure; // published by the write to done, like the result
        private volatile boolean done;
        private boolean right;

        @Override
        public void accept(@Nullable Boolean reply, @Nullable Throwable thrown) {
            right = reply != null && reply;
            failure = thrown;
            done = true;
            LockSupport.unpark(thread);
        }

        boolean await() throws Exception {
            while (!done) {
                LockSupport.park(this);
            }
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
            return right;
        }
    }
}
