package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Decompressor;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.stream.StreamWindow;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.connection.Assembly;
import dev.tenstep.rpc.transport.netty.connection.CallStreams;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one call on one side of a connection: outgoing items, incoming items, and the credit for both.
 *
 * <pre>
 *  length u32 | 11 item   | flags u8 | call u32 | [total u32] | message, perhaps compressed
 *  length u32 | 12 end    | flags u8 | call u32 | [metadata]
 *  length u32 | 13 credit | flags u8 | call u32 | messages u32 | bytes u32
 * </pre>
 *
 * <p>Threads: as in {@link CallStreams}.
 */
abstract class TenstepStreams extends CallStreams {
    private static final int CREDIT_LENGTH = 18;
    private static final int ITEM_FLAGS = Wire.FLAG_CHUNKED | Wire.FLAG_COMPRESSED;

    private final TenstepConnection connection;
    private final int id;

    private @Nullable Assembly arriving;
    private boolean arrivingCompressed;

    TenstepStreams(TenstepConnection connection, int id) {
        super(connection, CreditWindow.FIRST_MESSAGES, CreditWindow.FIRST_BYTES);
        this.connection = connection;
        this.id = id;
    }

    final int id() {
        return id;
    }

    /** Creates the incoming stream. */
    final InboundStream receive(Codec codec, String what, StatusCode malformed, Call call) {
        StreamWindow window = new CreditWindow(connection.streamBudget());
        InboundStream stream = new InboundStream(codec, what, malformed, call.signals(), this, window);
        in = stream;
        return stream;
    }

    @Override
    public final int headroom() {
        return Wire.REPLY_HEADER;
    }

    @Override
    protected final void complete(MessageOutput element) throws IOException {
        int flags = compress(element) ? Wire.FLAG_COMPRESSED : 0;
        element.array()[5] = (byte) flags;
        header(Wire.ITEM, element);
    }

    /** Returns whether this side of the call sends a stream, perhaps later. */
    protected abstract boolean sends();

    /** Compresses the message behind the headroom, if configured; returns whether it did. */
    protected abstract boolean compress(MessageOutput out) throws IOException;

    @Override
    public final void grant(int messages, int bytes) {
        MessageOutput frame = zeros(CREDIT_LENGTH);
        Wire.putI32(frame.array(), 10, messages);
        Wire.putI32(frame.array(), 14, bytes);
        offer(Wire.CREDIT, frame);
    }

    @Override
    public void end() {
        offer(Wire.END, zeros(Wire.REPLY_HEADER));
    }

    private static MessageOutput zeros(int length) {
        MessageOutput frame = new MessageOutput(length);
        frame.position(length);
        return frame;
    }

    /** Sends a frame of this call that is complete except for its header, and hands the frame over to the outbox. */
    protected final void offer(int type, MessageOutput frame) {
        header(type, frame);
        connection.outbox().offer(this, frame);
    }

    private void header(int type, MessageOutput frame) {
        Wire.putI32(frame.array(), 0, frame.position() - 4);
        frame.array()[4] = (byte) type;
        Wire.putI32(frame.array(), 6, id);
    }

    /** Gathers an outgoing frame of this call, in the event loop. */
    final void depart(MessageOutput frame) {
        if (!finished()) {
            if (frame.array()[4] == Wire.ITEM) {
                moved();
            }
            connection.gather(id, frame);
            departed(frame.array()[4]);
        }
    }

    /** Notes that a frame of that type was sent. Event loop. */
    protected void departed(int type) {}

    /**
     * Checks the flags of a stream's frame, even if its call is unknown or over.
     *
     * @param endFlags the flags that an END from the peer may have
     */
    static int checkFlags(int type, int flags, int endFlags) {
        int known = type == Wire.ITEM ? ITEM_FLAGS : type == Wire.END ? endFlags : 0;
        if ((flags & ~known) != 0) {
            throw new ProtocolException(name(type) + ": flags " + flags + " (expected: "
                    + (known == 0 ? "0" : "a subset of " + known) + ")");
        }
        return flags;
    }

    /** Returns the name of a frame type of streams. */
    static String name(int type) {
        return type == Wire.ITEM ? "item" : type == Wire.END ? "end" : "credit";
    }

    /** Returns the exception for a frame of a stream that its call does not have. */
    static ProtocolException noSuchStream(int type, int id) {
        return new ProtocolException(name(type) + " of call " + (id & 0xffffffffL) + ", which has no such stream");
    }

    /** Checks the rest of a stream's frame whose call is unknown or over. */
    static void skip(int type, int flags, FieldReader in) {
        if (type == Wire.CREDIT) {
            in.u32();
            in.u32();
        } else {
            in.skip(flags);
        }
    }

    /** Takes an item, or the first part of one, after its flags and call id. */
    final void item(int flags, FieldReader fields, byte[] array, int end) {
        InboundStream stream = expectFrame(Wire.ITEM);
        moved();
        if (!stream.granted()) {
            throw notGranted();
        }
        boolean compressed = (flags & Wire.FLAG_COMPRESSED) != 0;
        if ((flags & Wire.FLAG_CHUNKED) == 0) {
            if (fits(fields.remaining()) && hasRoom(fields.remaining())) {
                int from = fields.position();
                if (!stream.item(array, from, end, decompressor(compressed))) {
                    throw notGranted();
                }
            }
        } else {
            long total = fields.u32();
            fields.checkPart(total);
            if (fits(total)) {
                arriving = new Assembly((int) total);
                arrivingCompressed = compressed;
                chunk(array, fields.position(), end);
            }
        }
    }

    /** Notes that the incoming stream has ended. */
    protected final InboundStream inboundEnded() {
        InboundStream stream = expectFrame(Wire.END);
        inEnded();
        return stream;
    }

    /** Returns the incoming stream, checking that a frame other than a chunk may come now. */
    private InboundStream expectFrame(int type) {
        InboundStream stream = in;
        if (stream == null) {
            throw noSuchStream(type, id);
        }
        if (arriving != null) {
            throw new ProtocolException(
                    name(type) + " of call " + (id & 0xffffffffL) + ", whose item is incomplete (expected: chunks)");
        }
        if (hasInEnded()) {
            throw new ProtocolException(
                    name(type) + " of call " + (id & 0xffffffffL) + " after the end (expected: nothing more)");
        }
        return stream;
    }

    private ProtocolException notGranted() {
        return new ProtocolException("item of call " + (id & 0xffffffffL) + ": more than was granted");
    }

    private boolean fits(long length) {
        int most = connection.settings().maxMessage();
        if (length > most) {
            refuse(new RpcException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "an element of " + length + " bytes (expected: at most " + most + ")"));
            return false;
        }
        return true;
    }

    private boolean hasRoom(int more) {
        RpcException full = full(more);
        if (full != null) {
            refuse(full);
        }
        return full == null;
    }

    private @Nullable Decompressor decompressor(boolean isCompressed) {
        if (!isCompressed) {
            return null;
        }
        NegotiatedCompression compression = connection.compression();
        return compressed -> {
            MessageInput message = compression.decompress(compressed, connection.memory());
            connection.memory().held().add(-message.array().length);
            return message;
        };
    }

    /** Ends the call because of an incoming frame. */
    protected abstract void refuse(RpcException why);

    /** Takes the next part of an item; returns false if none is under way. */
    final boolean chunk(byte[] array, int from, int end) {
        Assembly item = arriving;
        if (item == null) {
            return false;
        }
        int growth = item.growth(end - from);
        if (!hasRoom(growth)) {
            dropArriving();
            return true;
        }
        connection.memory().held().add(growth);
        moved();
        if (item.add(array, from, end)) {
            dropArriving();
            if (!requireNonNull(in).item(item.exact(), decompressor(arrivingCompressed))) {
                throw notGranted();
            }
        }
        return true;
    }

    private void dropArriving() {
        Assembly item = arriving;
        if (item != null) {
            arriving = null;
            connection.memory().held().add(-item.held());
        }
    }

    /** Ends the call if an element stalls or takes too long. */
    final void checkProgress(long now) {
        Assembly item = arriving;
        KernelSettings settings = connection.settings();
        if (item == null) {
            return;
        }
        if (now - item.grownNanos() > settings.progressTimeout().toNanos()) {
            refuse(new RpcException(StatusCode.DEADLINE_EXCEEDED, "an element stalled"));
        } else if (now - item.startedNanos() > settings.messageTimeout().toNanos()) {
            String text = "an element was not complete within " + Deadlines.text(settings.messageTimeout());
            refuse(new RpcException(StatusCode.DEADLINE_EXCEEDED, text));
        }
    }

    /** Takes credit, which may arrive before the results begin, after its flags and call id. */
    final void credit(FieldReader fields) {
        long messages = fields.u32();
        long bytes = fields.u32();
        if (!sends()) {
            throw noSuchStream(Wire.CREDIT, id);
        }
        granted(messages, bytes);
    }

    @Override
    public final void finish() {
        dropArriving();
        super.finish();
    }
}
