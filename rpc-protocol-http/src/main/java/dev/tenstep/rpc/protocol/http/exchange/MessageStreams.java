package dev.tenstep.rpc.protocol.http.exchange;

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
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.stream.OutboundStream;
import dev.tenstep.rpc.transport.netty.connection.CallStreams;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one call of gRPC on one side of a connection: elements are messages in the body of a request or a response,
 * and the windows of HTTP count their bytes.
 *
 * <p>Threads: as in {@link CallStreams}.
 */
abstract class MessageStreams extends CallStreams implements Departure {
    private static final byte[] NOTHING = {};

    private final HttpStream stream;
    private final @Nullable HeadOrItem formOut;
    private final @Nullable HeadOrItem formIn;
    private volatile boolean stalled;

    /**
     * Makes those of a new call.
     *
     * @param formOut of outgoing elements if they are items of a stream beside other parameters; else null
     * @param formIn of incoming ones
     */
    MessageStreams(HttpStream stream, @Nullable HeadOrItem formOut, @Nullable HeadOrItem formIn) {
        super(stream.connection(), OutboundStream.ANY_NUMBER, stream.window());
        this.stream = stream;
        this.formOut = formOut;
        this.formIn = formIn;
    }

    /** Compresses the message behind its prefix, if configured, and completes the prefix. */
    protected abstract void completePrefix(MessageOutput element) throws IOException;

    final HttpStream stream() {
        return stream;
    }

    /** Creates the incoming stream. Event loop. */
    final InboundStream receive(Codec codec, String what, StatusCode malformed, Call call) {
        ByteWindow bytes = new ByteWindow(stream);
        stream.accept(bytes.ahead());
        InboundStream elements = new InboundStream(codec, what, malformed, call.signals(), this, bytes);
        in = elements;
        return elements;
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
        if (by == null && formIn == null) {
            return null;
        }
        return received -> {
            MessageInput message = by == null ? received : decompressed(by, received);
            if (formIn != null && !formIn.enter(message, false)) {
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

    /** Ends the incoming stream, if there is one. */
    final void inboundEnded() {
        inEnded();
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
                moved();
                stream.element(element);
                stalled = stream.blocked();
            }
        } else if (what instanceof Integer more) {
            stream.accept(more);
        }
    }

    @Override
    public final int headroom() {
        return MessageReader.PREFIX + (formOut == null ? 0 : formOut.prefix());
    }

    @Override
    public final int overhead() {
        return headroom();
    }

    @Override
    protected final void complete(MessageOutput element) throws IOException {
        if (formOut != null) {
            element.limit(Integer.MAX_VALUE);
            formOut.complete(element, MessageReader.PREFIX, false);
        }
        completePrefix(element);
    }

    @Override
    public final boolean ready() {
        return !stalled && super.ready();
    }

    @Override
    public int maxMessage() {
        return stream.connection().settings().maxMessage();
    }

    @Override
    public final void grant(int messages, int bytes) {
        offer(this, (Integer) bytes);
    }

    /** Lets the outgoing stream go on, because there may be room again. */
    final void roomChanged() {
        stalled = stream.blocked();
        if (!stalled) {
            resume();
        }
    }
}
