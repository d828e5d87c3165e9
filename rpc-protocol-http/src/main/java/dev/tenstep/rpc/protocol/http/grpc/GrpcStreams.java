package dev.tenstep.rpc.protocol.http.grpc;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.compression.Decompressor;
import dev.tenstep.rpc.protocol.http.stream.Departure;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.stream.OutboundStream;
import dev.tenstep.rpc.stream.StreamSink;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import dev.tenstep.rpc.transport.netty.connection.Outbox;
import dev.tenstep.rpc.transport.netty.connection.WaitingBytes;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one call on one side of a connection: outgoing elements, incoming elements, and the windows of both.
 *
 * <p>Threads: as in {@link StreamSink} and {@link CreditSink}. What they send goes through the outbox, which keeps it in
 * order, and meets the other state in the event loop. Any thread may create the outgoing stream while the peer's window
 * grows: the lock guards what is granted first.
 */
abstract class GrpcStreams implements StreamSink, CreditSink, Departure {
    private static final byte[] NOTHING = {};

    private final HttpStream stream;
    private final boolean fieldOut;
    private final boolean fieldIn;
    private final WaitingBytes waiting;
    private final Object lock = new Object();
    private volatile @Nullable OutboundStream out;
    private long granted;
    private @Nullable InboundStream in;
    private boolean inEnded;
    private volatile boolean stalled;
    private long moved;

    /**
     * Makes those of a new call.
     *
     * @param fieldOut whether outgoing elements are items of a stream beside other parameters
     * @param fieldIn whether incoming ones are
     */
    GrpcStreams(HttpStream stream, boolean fieldOut, boolean fieldIn) {
        this.stream = stream;
        this.fieldOut = fieldOut;
        this.fieldIn = fieldIn;
        this.waiting = new WaitingBytes(stream.connection().memory());
        this.granted = stream.window();
    }

    /** Compresses the message behind its prefix, if configured, and completes the prefix. */
    protected abstract void complete(MessageOutput element) throws IOException;

    final HttpStream stream() {
        return stream;
    }

    /** The incoming stream; null if there is none, or not yet. */
    final @Nullable InboundStream in() {
        return in;
    }

    /** Creates the incoming stream. Event loop. */
    final InboundStream receive(Codec codec, String what, StatusCode malformed, Call call) {
        ByteWindow bytes = new ByteWindow(stream);
        stream.accept(bytes.ahead());
        InboundStream elements = new InboundStream(codec, what, malformed, call.signals(), this, bytes);
        in = elements;
        return elements;
    }

    /** Creates the outgoing stream and subscribes it to the publisher; in a thread that may run user code. */
    final void send(Codec codec, String what, Call call, Flow.Publisher<?> publisher) {
        OutboundStream elements = new OutboundStream(codec, what, call.signals(), call::streamFailure, this);
        long first;
        synchronized (lock) {
            out = elements;
            first = granted;
        }
        if (call.cancelled()) {
            elements.abort(new RpcException(StatusCode.CANCELLED, "nobody waits for the call any more"));
        }
        elements.open(publisher, OutboundStream.ANY_NUMBER, first);
    }

    /** Notes that a message of that length begins to arrive. */
    final void begins(int length) {
        int beyond = in == null ? 0 : ByteWindow.beyond(stream.firstWindow(), length);
        if (beyond > 0) {
            stream.accept(beyond);
        }
    }

    /** Takes an element's message; the array is lent for the call. */
    final void element(byte[] array, int from, int end, @Nullable Compressor by) {
        RpcException full = full(end - from + InboundStream.ELEMENT_BYTES);
        if (full != null) {
            throw full;
        }
        begins(end - from);
        requireNonNull(in).item(array, from, end, decompressor(by));
    }

    /** Takes an element's message in an array of its own. */
    final void element(byte[] message, @Nullable Compressor by) {
        requireNonNull(in).item(message, decompressor(by));
    }

    private @Nullable Decompressor decompressor(@Nullable Compressor by) {
        if (by == null && !fieldIn) {
            return null;
        }
        return received -> {
            MessageInput message = by == null ? received : decompressed(by, received);
            if (fieldIn && !HeadOrItem.enter(message, HeadOrItem.ITEM)) {
                throw new IOException("a message that is not an item (expected: head first and once, then items)");
            }
            return message;
        };
    }

    private MessageInput decompressed(Compressor by, MessageInput received) throws IOException {
        int most = stream.connection().settings().maxMessage();
        MessageInput message = MessageCompression.decompress(
                by, received, most, stream.connection().memory());
        stream.connection().memory().held().add(-message.array().length);
        return message;
    }

    /** Notes that a part of the body has arrived. */
    final void moved() {
        moved++;
    }

    /** Returns the number of parts and elements that were received or sent. */
    final long parts() {
        return moved;
    }

    /** Returns whether the call waits for the peer: for an element that is requested, or for the peer to read. */
    final boolean waitsForPeer() {
        InboundStream to = in;
        OutboundStream from = out;
        return (to != null && !inEnded && to.waits()) || (from != null && from.waits());
    }

    /** Ends the incoming stream, if there is one. */
    final void inboundEnded() {
        inEnded = true;
        if (in != null) {
            in.end();
        }
    }

    /** Sends something behind all elements. */
    final void offer(Departure to, Object what) {
        stream.connection().outbox().offer(to, what, NOTHING, 0);
    }

    @Override
    public final void depart(@Nullable Object what, byte[] array, int offset, int length) {
        if (what instanceof MessageOutput element) {
            if (!stream.closed()) {
                moved++;
                stream.element(element);
                stalled = stream.blocked();
            }
        } else if (what instanceof Integer more) {
            stream.accept(more);
        }
    }

    @Override
    public final int headroom() {
        return fieldOut ? MessageReader.PREFIX + HeadOrItem.PREFIX : MessageReader.PREFIX;
    }

    @Override
    public final int overhead() {
        return headroom();
    }

    @Override
    public final MessageOutput another() {
        return stream.connection().pool().take();
    }

    @Override
    public final MessageOutput frame(MessageOutput element) throws IOException {
        if (fieldOut) {
            HeadOrItem.put(element.array(), MessageReader.PREFIX, HeadOrItem.ITEM, element.position() - headroom());
        }
        complete(element);
        MessageOutput frame = element.position() > Outbox.SLICE_BYTES ? element : element.copy();
        waiting.add(frame.position());
        return frame;
    }

    @Override
    public final void item(MessageOutput frame) {
        waiting.remove(frame.position());
        stream.connection().outbox().offer(this, frame);
    }

    @Override
    public final void dropped(int bytes) {
        waiting.remove(bytes);
    }

    @Override
    public final @Nullable RpcException full(int bytes) {
        return waiting.full(bytes);
    }

    @Override
    public final void held(int bytes) {
        waiting.add(bytes);
    }

    @Override
    public final void released(int bytes) {
        waiting.remove(bytes);
    }

    @Override
    public final boolean ready() {
        return !stalled && stream.connection().outbox().takesItems();
    }

    @Override
    public int maxMessage() {
        return stream.connection().settings().maxMessage();
    }

    @Override
    public final void grant(int messages, int bytes) {
        offer(this, (Integer) bytes);
    }

    /** Notes that the peer accepts more bytes. */
    final void granted(int more) {
        OutboundStream elements;
        synchronized (lock) {
            granted += more;
            elements = out;
        }
        if (elements != null) {
            elements.grant(0, more);
        }
    }

    /** Lets the outgoing stream go on, because there may be room again. */
    final void roomChanged() {
        stalled = stream.blocked();
        OutboundStream elements = out;
        if (elements != null && !stalled) {
            elements.resume();
        }
    }

    /** Ends both streams because nobody waits for the call any more. */
    final void abort(RpcException why) {
        InboundStream to = in;
        if (to != null) {
            to.abort(why);
        }
        OutboundStream from = out;
        if (from != null) {
            from.abort(why);
        }
    }

    /** Ends the call's streams except the incoming one. Event loop. */
    final void finish() {
        waiting.close();
        OutboundStream from = out;
        if (from != null) {
            from.stop();
        }
    }
}
