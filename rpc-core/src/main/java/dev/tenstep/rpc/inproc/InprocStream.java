package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.stream.OutboundStream;
import dev.tenstep.rpc.stream.StreamSink;
import java.util.concurrent.Flow;

/**
 * A stream inside a process, with elements encoded and decoded as over a network: both sides of it, one feeding the
 * other.
 */
final class InprocStream implements StreamSink, CreditSink {
    private final OutboundStream out;
    private final InboundStream in;
    private final End sender;
    private final End receiver;
    private final int maxMessage;
    private final Listener listener;

    /** One side of the stream. */
    record End(Codec codec, Call call) {}

    /** Reacts to the end of the sender's stream; the last call. */
    interface Listener {
        void ended();

        void failed(RpcException failure);

        /** Ends the call, since the receiver threw where it must not. */
        void receiverFailed(Throwable thrown);

        /** Returns whether the failure queues behind the elements that wait. */
        default boolean failsInOrder() {
            return false;
        }
    }

    InprocStream(String what, End sender, End receiver, StatusCode malformed, int maxMessage, Listener listener) {
        this.sender = sender;
        this.receiver = receiver;
        this.maxMessage = maxMessage;
        this.listener = listener;
        this.out = new OutboundStream(sender.codec, what, sender.call.signals(), sender.call::streamFailure, this);
        this.in = new InboundStream(receiver.codec, what, malformed, receiver.call.signals(), this, new InprocWindow());
    }

    /** The receiving side. */
    InboundStream in() {
        return in;
    }

    /** Opens the stream by subscribing to the publisher. */
    void open(Flow.Publisher<?> publisher) {
        out.open(publisher, InprocWindow.FIRST_MESSAGES, InprocWindow.FIRST_BYTES);
    }

    /** Aborts the stream: the publisher is cancelled, and the consumer gets the failure. */
    void abort(RpcException why) {
        out.stop();
        CallContext.outside(() -> in.abort(why));
    }

    @Override
    public void item(MessageOutput frame) {
        CallContext.outside(() -> in.item(frame.array(), null));
    }

    @Override
    public int headroom() {
        return 0;
    }

    @Override
    public void end() {
        listener.ended();
    }

    @Override
    public void fail(RpcException failure) {
        listener.failed(failure);
    }

    @Override
    public boolean failsInOrder() {
        return listener.failsInOrder();
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public int maxMessage() {
        return maxMessage;
    }

    @Override
    public void grant(int messages, int bytes) {
        out.grant(messages, bytes);
    }

    /** The sender just gets no more credit, as over a network. */
    @Override
    public void cancel() {}

    @Override
    public String unreadable(Throwable thrown) {
        return receiver.call.unreadableElement(thrown);
    }

    @Override
    public String unwritable(Throwable thrown) {
        return sender.call.unwritableElement(thrown);
    }

    @Override
    public boolean failed(Throwable thrown) {
        listener.receiverFailed(thrown);
        return true;
    }
}
