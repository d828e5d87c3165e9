package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HpackTable;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.Outbox;
import java.nio.charset.StandardCharsets;

/** Appends frames to a connection's outgoing bytes, and has them written soon. Event loop only. */
final class FrameWriter {
    private static final int MAX_TEXT = 512;
    private static final int SETTING = 6;

    private final Outbox outbox;
    private final Runnable flushSoon;
    private final HpackTable table = new HpackTable();
    private int maxData = Frames.MAX_PAYLOAD;

    FrameWriter(Outbox outbox, Runnable flushSoon) {
        this.outbox = outbox;
        this.flushSoon = flushSoon;
    }

    private void done() {
        outbox.frameDone();
        flushSoon.run();
    }

    private MessageOutput begin(int length, int type, int flags, int stream) {
        MessageOutput out = outbox.own();
        Frames.begin(out, length, type, flags, stream);
        return out;
    }

    /** Sets the longest payload of a frame that the peer accepts. */
    void maxFrame(int bytes) {
        maxData = Math.min(bytes, Outbox.LONGEST_PART);
    }

    /** Returns the longest payload of a frame with data. */
    int maxData() {
        return maxData;
    }

    /** Writes settings: numbers and values by turns. */
    void settings(int... idsAndValues) {
        MessageOutput out = begin(SETTING * idsAndValues.length / 2, Frames.SETTINGS, 0, 0);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            out.array()[out.position()] = 0;
            out.array()[out.position() + 1] = (byte) idsAndValues[i];
            out.position(out.position() + 2);
            Frames.payload(out, idsAndValues[i + 1]);
        }
        done();
    }

    void settingsAck() {
        begin(0, Frames.SETTINGS, Frames.ACK, 0);
        done();
    }

    void ping(long payload) {
        MessageOutput out = begin(8, Frames.PING, 0, 0);
        Frames.payload(out, (int) (payload >>> 32));
        Frames.payload(out, (int) payload);
        done();
    }

    /** Answers a ping with the eight bytes that it has there. */
    void pong(byte[] array, int from) {
        Frames.payload(begin(8, Frames.PING, Frames.ACK, 0), array, from, 8);
        done();
    }

    /** Returns the dynamic table of the header blocks. */
    HpackTable table() {
        return table;
    }

    void headers(int stream, Head head, int flags) {
        Frames.headers(outbox.own(), table.block(head), flags, stream);
        if ((flags & Frames.END_STREAM) == 0) {
            flushSoon.run();
        } else {
            done();
        }
    }

    /** Writes bytes of a body in as many frames as it takes, the last one with those flags. */
    void data(int stream, byte[] array, int from, int length, int flags) {
        MessageOutput out = outbox.own();
        for (int at = from, end = from + length; at < end; ) {
            int n = Math.min(maxData, end - at);
            Frames.begin(out, n, Frames.DATA, at + n == end ? flags : 0, stream);
            Frames.payload(out, array, at, n);
            at += n;
        }
        done();
    }

    /** Ends a stream without trailers. */
    void end(int stream) {
        begin(0, Frames.DATA, Frames.END_STREAM, stream);
        done();
    }

    void windowUpdate(int stream, int more) {
        Frames.payload(begin(4, Frames.WINDOW_UPDATE, 0, stream), more);
        done();
    }

    void reset(int stream, ErrorCode code) {
        Frames.payload(begin(4, Frames.RST_STREAM, 0, stream), code.number());
        done();
    }

    /** Writes a go-away with a text that is cut if it is long. */
    void goAway(int lastStream, ErrorCode code, String why) {
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_TEXT);
        MessageOutput out = begin(8 + length, Frames.GOAWAY, 0, 0);
        Frames.payload(out, lastStream);
        Frames.payload(out, code.number());
        Frames.payload(out, text, 0, length);
        done();
    }
}
