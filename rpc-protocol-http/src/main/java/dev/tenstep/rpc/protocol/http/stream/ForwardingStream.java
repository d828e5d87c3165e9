package dev.tenstep.rpc.protocol.http.stream;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.FramedConnection;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;

/** A stream that passes everything on to another one, except what a subclass changes on the way. */
public abstract class ForwardingStream extends HttpStream {
    private final HttpStream to;

    /** Makes one. */
    protected ForwardingStream(HttpStream to) {
        this.to = to;
    }

    @Override
    public final int id() {
        return to.id();
    }

    @Override
    public final FramedConnection connection() {
        return to.connection();
    }

    @Override
    public final ServerSide side() {
        return to.side();
    }

    @Override
    public void head(Head head) {
        to.head(head);
    }

    @Override
    public void data(byte[] array, int from, int length) {
        to.data(array, from, length);
    }

    @Override
    public void element(MessageOutput element) {
        to.element(element);
    }

    @Override
    public void end(byte[] array, int from, int length) {
        to.end(array, from, length);
    }

    @Override
    public void end() {
        to.end();
    }

    @Override
    public void end(Head trailers) {
        to.end(trailers);
    }

    @Override
    public final void reset(ErrorCode code) {
        to.reset(code);
    }

    @Override
    public final void consumed(int bytes) {
        to.consumed(bytes);
    }

    @Override
    public final void accept(int more) {
        to.accept(more);
    }

    @Override
    public int window() {
        return to.window();
    }

    @Override
    public final int firstWindow() {
        return to.firstWindow();
    }

    @Override
    public final int movingWindow() {
        return to.movingWindow();
    }

    @Override
    public final int maxHead() {
        return to.maxHead();
    }

    @Override
    public final long moved() {
        return to.moved();
    }

    @Override
    public final boolean waits() {
        return to.waits();
    }

    @Override
    public final boolean blocked() {
        return to.blocked();
    }

    @Override
    public final long nowNanos() {
        return to.nowNanos();
    }

    @Override
    public final boolean ended() {
        return to.ended();
    }

    @Override
    public final boolean endSent() {
        return to.endSent();
    }

    @Override
    public final boolean closed() {
        return to.closed();
    }
}
