package dev.tenstep.rpc.protocol.netrpc.client;

import dev.tenstep.rpc.protocol.netrpc.gob.HeadReader;
import dev.tenstep.rpc.protocol.netrpc.gob.HeadWriter;
import dev.tenstep.rpc.protocol.netrpc.gob.KnownTypes;
import dev.tenstep.rpc.protocol.netrpc.gob.MalformedGobException;
import dev.tenstep.rpc.protocol.netrpc.gob.SentTypes;
import dev.tenstep.rpc.protocol.netrpc.wire.GobFrames;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;

/** Replies in gob: definitions of types, and in turn the head of a reply and its result. Event loop only. */
final class GobReplies implements Replies {
    private final NetrpcClientConnection connection;
    private final GobFrames frames = new GobFrames();
    private final KnownTypes known = new KnownTypes(GobFrames.MAX_DEFINITIONS);
    private final HeadReader head = new HeadReader(known);
    private final HeadWriter heads = new HeadWriter();
    private final SentTypes sent = new SentTypes();
    /** True between the head of a reply and its result. */
    private boolean replied;

    GobReplies(NetrpcClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        return replied
                ? frames.length(array, start, end, connection.settings().maxMessage(), false)
                : frames.length(array, start, end, GobFrames.MAX_DEFINITIONS, true);
    }

    @Override
    public void frame(byte[] array, int start, int end) {
        if (frames.skip(end - start)) {
            if (frames.skippedAll()) {
                replied = false;
                connection.tooLong(head.seq());
            }
            return;
        }
        try {
            message(array, start, end - start);
        } catch (MalformedGobException e) {
            throw new ProtocolException(e.getMessage());
        }
    }

    private void message(byte[] array, int start, int length) throws MalformedGobException {
        if (known.define(array, start, length)) {
            return;
        }
        if (!replied) {
            head.read(array, start, length);
            replied = true;
            return;
        }
        replied = false;
        if (!head.error().isEmpty()) {
            connection.failed(head.seq(), head.error(), head.code(), head.notStarted());
            return;
        }
        byte[] front = known.front(array, start, length);
        if (front.length == 0) {
            connection.arrive(head.seq(), array, start, length);
            return;
        }
        MessageOutput document = connection.pool().take();
        try {
            document.write(front);
            document.write(array, start, length);
            connection.arrive(head.seq(), document.array(), 0, document.position());
        } catch (IOException e) {
            throw new IllegalStateException("too large without a limit", e);
        } finally {
            connection.pool().give(document);
        }
    }

    @Override
    public void request(byte[] method, long seq, byte[] array, int offset, int length, MessageOutput out)
            throws IOException {
        heads.request(method, seq, out);
        sent.append(array, offset, length, out);
    }
}
