package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import io.netty.util.collection.IntObjectHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The pending calls of a client's connection that carry streams, and the frames of those. Event loop only. */
final class StreamTable {
    private final TenstepClientConnection connection;
    private final PendingCalls pending;
    private final KernelSettings settings;
    private final IntObjectHashMap<ClientStreams> open = new IntObjectHashMap<>();

    StreamTable(TenstepClientConnection connection, PendingCalls pending, KernelSettings settings) {
        this.connection = connection;
        this.pending = pending;
        this.settings = settings;
    }

    /** A call's request is on its way: its streams begin. */
    void open(int id, Call call, ReplyTo replyTo) {
        ClientStreams opened = new ClientStreams(this, connection, id, call, replyTo);
        open.put(id, opened);
        opened.begin();
    }

    /** What a caller is told where the server has no streams. */
    static RpcException unknown(Call call) {
        return RpcException.notStarted(
                StatusCode.UNIMPLEMENTED,
                call.method().displayName() + " carries a stream, and the server has no streams",
                null);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The streams of a call; null if it carries none. */
    @Nullable
    ClientStreams get(int id) {
        return open.get(id);
    }

    /** Takes them out; null if there are none. */
    @Nullable
    ClientStreams remove(int id) {
        return open.isEmpty() ? null : open.remove(id);
    }

    /** The next part of an item; false if it is no item's. */
    boolean chunk(byte[] array, int from, int end) {
        if (open.isEmpty()) {
            return false;
        }
        ClientStreams stream = open.get((int) new FieldReader("chunk", array, from, end).u32());
        return stream != null && stream.chunk(array, from + 4, end);
    }

    /** A frame of a stream; of a call that has ended it is passed over. */
    void frame(int type, byte[] array, int from, int end) {
        FieldReader in = new FieldReader(CallStreams.name(type), array, from, end);
        int flags = CallStreams.checkFlags(type, in.u8(), Wire.FLAG_METADATA);
        int id = (int) in.u32();
        ClientStreams stream = open.get(id);
        if (stream == null) {
            if (pending.slot(id) >= 0) {
                throw CallStreams.noSuchStream(type, id);
            }
            CallStreams.passOver(type, flags, in);
            if (type == Wire.END) {
                pending.answeredLate(id, true);
            }
            return;
        }
        switch (type) {
            case Wire.ITEM -> stream.item(flags, in, array, end);
            case Wire.CREDIT -> stream.credit(in);
            default -> {
                end(stream, flags, in);
                open.remove(id);
                int slot = pending.slot(id);
                if (slot >= 0) {
                    pending.remove(slot);
                }
            }
        }
    }

    private void end(ClientStreams stream, int flags, FieldReader in) {
        Metadata trailers;
        try {
            trailers = flags == 0 ? Metadata.EMPTY : in.metadata(settings.maxMetadata(), StatusCode.INTERNAL);
        } catch (RpcException unreadable) {
            stream.ends();
            stream.failed(unreadable);
            return;
        }
        stream.ended(trailers);
    }

    /** Nobody waits for the call any more, or it has failed here. Any thread. */
    void giveUpSoon(ClientStreams stream, RpcException failure) {
        try {
            connection.channel().eventLoop().execute(() -> giveUp(stream, failure));
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and with it the call.
        }
    }

    /** Ends the call here, unless it has ended, and tells the server. */
    void giveUp(ClientStreams stream, RpcException failure) {
        if (open.get(stream.id()) == stream) {
            open.remove(stream.id());
            int slot = pending.slot(stream.id());
            if (slot >= 0) {
                connection.giveUp(slot, failure.code());
            }
            stream.aborted(failure);
        }
    }

    /** There is room again, or there may be. */
    void resume() {
        open.values().forEach(CallStreams::resume);
    }
}
