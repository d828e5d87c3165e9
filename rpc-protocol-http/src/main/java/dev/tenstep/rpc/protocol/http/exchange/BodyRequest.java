package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import org.jspecify.annotations.Nullable;

/** A request whose whole body is the one message, or which has its message in its head. Event loop only. */
final class BodyRequest extends CallRequest implements WholeBody.Sink {
    /** The message that came with the head; null if it is the body. */
    private final byte @Nullable [] given;

    private final WholeBody body;
    private final long openedNanos;
    private long grownNanos;

    BodyRequest(HttpStream stream, CallRoute route, byte @Nullable [] given) {
        super(stream, route);
        this.given = given;
        this.body =
                new WholeBody(this, stream.side().context().memory(), settings().maxMessage());
        this.openedNanos = stream.nowNanos();
    }

    @Override
    protected void read(byte[] array, int from, int end, boolean last) {
        if (!last || given != null || !body.isEmpty()) {
            stream().consumed(end - from);
        }
        if (given == null && last) {
            body.last(array, from, end);
        } else if (given == null) {
            body.read(array, from, end);
            grownNanos = stream().nowNanos();
        } else if (last) {
            whole(given, 0, given.length);
        }
    }

    @Override
    public void whole(byte[] array, int from, int end) {
        arrive(new RequestCall(this, lend(array, from, end - from), route().encoding()));
    }

    @Override
    protected @Nullable Arriving arriving() {
        return body.isEmpty() ? null : new Arriving(openedNanos, grownNanos);
    }

    @Override
    protected int headroom() {
        return 0;
    }

    @Override
    public void closed() {
        body.close();
        super.closed();
    }
}
