package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.FramedConnection;
import dev.tenstep.rpc.transport.netty.connection.Outbox;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import io.netty.channel.Channel;
import java.io.IOException;

/** The part of the native protocol's connections that client and server share: keep-alive and go-away. Event loop only. */
abstract class TenstepConnection extends FramedConnection {
    private static final FrameReader.Format FORMAT = new FrameReader.Format("Tenstep", Wire.PREFACE, 4);
    private static final int MAX_TEXT = 1024;
    private static final int PONG_LENGTH = 13;

    /** The reasons of a go-away; the number on the wire is the position in this list, from 1. */
    enum GoAwayReason {
        /** The server is draining: calls in flight are answered, further ones are refused. */
        DRAIN,
        /** The peer violated the protocol; the text says how. */
        PROTOCOL_ERROR,
        /** There is no version in common. */
        VERSION,
        /** The connection was idle for long. */
        IDLE,
        /** There are too many connections. */
        LIMIT;

        int number() {
            return ordinal() + 1;
        }
    }

    private boolean prefaceSent;
    private volatile NegotiatedCompression compression = NegotiatedCompression.NONE;
    /** True once the peer has said hello. */
    protected boolean greeted;

    TenstepConnection(Channel channel, KernelSettings settings, OutputPool pool, MemoryBudget.Share memory) {
        super(channel, settings, pool, memory, FORMAT);
    }

    /** Returns the compression that the hellos agreed on; any thread. */
    final NegotiatedCompression compression() {
        return compression;
    }

    /** Sets the compression that the hellos agreed on. */
    protected final void compressWith(NegotiatedCompression agreed) {
        compression = agreed;
    }

    @Override
    public final int frameLength(byte[] array, int start, int end) {
        int length = Wire.i32(array, start);
        if (length < 1 || length > Wire.MAX_FRAME) {
            throw new ProtocolException(
                    "frame length: " + (length & 0xffffffffL) + " (expected: 1.." + Wire.MAX_FRAME + ")");
        }
        return 4 + length;
    }

    /** Handles a frame of a type that belongs to one role only. */
    protected abstract void callFrame(int type, byte[] array, int from, int end);

    @Override
    public final void frame(byte[] array, int start, int end) {
        int type = array[start + 4] & 0xff;
        int from = start + 5;
        if (type == Wire.PING && greeted) {
            pingOrPong(Wire.PONG, new FieldReader("ping", array, from, end).i64());
            if (outbox.answersUnread(PONG_LENGTH)) {
                abort("the peer sends pings but does not read the replies");
            }
        } else if (type == Wire.PONG && greeted) {
            // Any byte proves that the peer is alive, so an unsolicited pong is fine.
            new FieldReader("pong", array, from, end).i64();
        } else {
            callFrame(type, array, from, end);
        }
    }

    /** Closes because the peer violated the protocol. A peer that does not speak it at all would not understand why. */
    @Override
    protected final void violated(ProtocolException violation) {
        String why = String.valueOf(violation.getMessage());
        if (prefaceRead()) {
            farewell(GoAwayReason.PROTOCOL_ERROR, why);
        } else {
            unansweredNotStarted = true;
            abort(why);
        }
    }

    /** Sends a ping. */
    public final void ping() {
        pingOrPong(Wire.PING, burstNanos);
    }

    private void pingOrPong(int type, long payload) {
        gather(out -> {
            int start = FieldWriter.begin(out, type);
            FieldWriter.i64(out, payload);
            FieldWriter.end(out, start);
        });
    }

    /** Sends the preface, unless it has been sent. */
    protected final void preface() {
        if (!prefaceSent) {
            prefaceSent = true;
            gather(out -> FieldWriter.bytes(out, Wire.PREFACE));
        }
    }

    /** Gathers a finished frame of a stream, behind earlier frames of the same call. */
    final void gather(int callId, MessageOutput frame) {
        if (frame.position() <= Outbox.SLICE_BYTES && outbox.longOf(callId) == null) {
            outbox.gather(frame);
        } else {
            outbox.add(ChunkedFrame.ofStream(frame));
        }
    }

    /** Sends a go-away and closes, once it is written, or soon in any case for a peer that does not read. */
    protected final void farewell(GoAwayReason why, String text) {
        if (finished()) {
            return;
        }
        finish(text);
        // A truncated answer is no answer, and its call was started.
        boolean started = why == GoAwayReason.PROTOCOL_ERROR || outbox.cutsLarge();
        goAway(why, text, started ? 0 : Wire.FLAG_NOT_STARTED);
        hangUpSoon(why == GoAwayReason.DRAIN ? DRAIN_LINGER_MILLIS : LINGER_MILLIS);
    }

    /** Sends a go-away: no more calls are taken. */
    protected final void goAway(GoAwayReason why, String text, int flags) {
        preface();
        gather(out -> writeGoAway(out, why, text, flags));
    }

    /** Writes a go-away frame. */
    static void writeGoAway(MessageOutput out, GoAwayReason why, String text, int flags) throws IOException {
        int start = FieldWriter.begin(out, Wire.GO_AWAY);
        FieldWriter.u8(out, flags);
        FieldWriter.u8(out, why.number());
        FieldWriter.bytes16(out, Wire.utf8(text, MAX_TEXT));
        FieldWriter.end(out, start);
    }
}
