package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A request whose whole body is the one message, or which has its message in its head. Event loop only. */
final class BodyRequest extends CallRequest {
    private static final byte[] NOTHING = {};
    /** The most times that the array may be as long as what has arrived. */
    private static final int AHEAD = 4;

    /** The message that came with the head; null if it is the body. */
    private final byte @Nullable [] given;

    private final long openedNanos;
    private byte[] body = NOTHING;
    private int length;
    private long grownNanos;

    BodyRequest(HttpStream stream, CallRoute route, byte @Nullable [] given) {
        super(stream, route);
        this.given = given;
        this.openedNanos = stream.nowNanos();
    }

    @Override
    protected void read(byte[] array, int from, int end, boolean last) {
        if (given != null) {
            stream().consumed(end - from);
            if (last) {
                serve(given, 0, given.length);
            }
        } else if (last && length == 0) {
            limit((long) end - from);
            serve(array, from, end - from);
        } else {
            stream().consumed(end - from);
            append(array, from, end);
            if (last) {
                complete();
            }
        }
    }

    private void limit(long bytes) {
        if (bytes > settings().maxMessage()) {
            throw tooLong(bytes);
        }
    }

    private void append(byte[] array, int from, int end) {
        int n = end - from;
        long all = (long) length + n;
        limit(all);
        if (all > body.length) {
            int capacity = (int) Math.min(settings().maxMessage(), AHEAD * all);
            if (!memory().take(capacity - body.length)) {
                throw memory().failure("a message of " + all + " bytes or more");
            }
            body = Arrays.copyOf(body, capacity);
        }
        System.arraycopy(array, from, body, length, n);
        length += n;
        grownNanos = stream().nowNanos();
    }

    private void complete() {
        try {
            serve(body, 0, length);
        } finally {
            drop();
        }
    }

    private void serve(byte[] array, int from, int bytes) {
        arrive(new RequestCall(this, lend(array, from, bytes), route().encoding()));
    }

    private MemoryBudget.Share memory() {
        return stream().side().context().memory();
    }

    private void drop() {
        memory().held().add(-body.length);
        body = NOTHING;
        length = 0;
    }

    @Override
    protected @Nullable Arriving arriving() {
        return length == 0 ? null : new Arriving(openedNanos, grownNanos);
    }

    @Override
    protected int headroom() {
        return 0;
    }

    @Override
    public void closed() {
        drop();
        super.closed();
    }
}
