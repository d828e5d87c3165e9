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

/** The pending calls with streams on a client's connection, and the dispatch of their frames. Event loop only. */
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

    /** Starts the streams of a call whose request is on its way. */
    void open(int id, Call call, ReplyTo replyTo) {
        ClientStreams opened = new ClientStreams(this, connection, id, call, replyTo);
        open.put(id, opened);
        opened.begin();
    }

    /** Returns the failure of a call that carries a stream to a server without streams. */
    static RpcException unknown(Call call) {
        return RpcException.notStarted(
                StatusCode.UNIMPLEMENTED,
                call.method().displayName() + " has a stream, but the server does not support streams",
                null);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Returns the streams of a call; null if it carries none. */
    @Nullable
    ClientStreams get(int id) {
        return open.get(id);
    }

    /** Removes the streams of a call; returns null if it carries none. */
    @Nullable
    ClientStreams remove(int id) {
        return open.isEmpty() ? null : open.remove(id);
    }

    /** Takes the next part of an item; returns false if the chunk is not an item's. */
    boolean chunk(byte[] array, int from, int end) {
        if (open.isEmpty()) {
            return false;
        }
        ClientStreams stream = open.get((int) new FieldReader("chunk", array, from, end).u32());
        return stream != null && stream.chunk(array, from + 4, end);
    }

    /** Handles a stream's frame; skips it if its call has ended. */
    void frame(int type, byte[] array, int from, int end) {
        FieldReader in = new FieldReader(TenstepStreams.name(type), array, from, end);
        int flags = TenstepStreams.checkFlags(type, in.u8(), Wire.FLAG_METADATA);
        int id = (int) in.u32();
        ClientStreams stream = open.get(id);
        if (stream == null) {
            if (pending.slot(id) >= 0) {
                throw TenstepStreams.noSuchStream(type, id);
            }
            TenstepStreams.skip(type, flags, in);
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
            stream.inboundEnded();
            stream.failed(unreadable);
            return;
        }
        stream.ended(trailers);
    }

    /** Gives up a call that nobody waits for, or that failed on the client. Any thread. */
    void giveUpSoon(ClientStreams stream, RpcException failure) {
        try {
            connection.channel().eventLoop().execute(() -> giveUp(stream, failure));
        } catch (RejectedExecutionException e) {
            // The event loop has terminated, and has ended the call.
        }
    }

    /** Ends the call on the client, unless it has ended, and cancels it on the server. */
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

    /** Resumes the streams, because there may be room again. */
    void resume() {
        open.values().forEach(TenstepStreams::resume);
    }
}
