package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.FramedConnection;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of HTTP/2's connections that client and server share (RFC 9113): frames, header blocks, streams, flow control,
 * settings and pings. Event loop only.
 *
 * <p>Longer than other files: every frame is handled here.
 */
abstract class Http2Connection extends FramedConnection {
    private final OpenStreams streams = new OpenStreams();
    final ClosedStreams closedStreams = new ClosedStreams();
    private final PartialBlock partial;
    private final FrameWriter writer;
    private final ConnectionWindow window;
    protected final HeaderDecoder headerDecoder;
    protected final Floods floods;

    private int peerMaxHead = Integer.MAX_VALUE;
    private int maxFrame = Frames.MAX_PAYLOAD;
    private boolean settingsRead;

    Http2Connection(
            Channel channel,
            KernelSettings settings,
            OutputPool pool,
            MemoryBudget.Share memory,
            FrameReader.Format format,
            Http2Limits limits) {
        super(channel, settings, pool, memory, format);
        this.floods = new Floods(format.preface().length > 0, limits);
        this.headerDecoder = new HeaderDecoder(limits.maxHeaders());
        // Huffman coding and the table make a block shorter than its list, unless the peer wants it long.
        this.partial = new PartialBlock(memory, 2 * limits.maxHeaders());
        this.writer = new FrameWriter(outbox, this::flushSoon);
        this.window = new ConnectionWindow(writer, settings.maxUndecoded());
    }

    /** Handles a complete header block. */
    protected abstract void headerBlock(int stream, byte[] array, int from, int end, boolean last) throws StreamError;

    /** Returns whether a stream was opened already, by its number. */
    protected abstract boolean opened(int stream);

    /** Handles the peer's go-away. */
    protected abstract void goAway(int lastStream, long code, String text);

    /** Counts a ping. */
    protected abstract void pinged();

    /** Handles the answer to a ping that does not measure the path. */
    protected abstract void pongReceived();

    /** Handles a setting that only one side has. */
    protected abstract void setting(int id, long value);

    /** The part of a server's connection that its calls share. */
    abstract ServerSide side();

    /** Sends the first settings, and the rest of the connection's window. */
    protected final void begin(int... idsAndValues) {
        writer.settings(idsAndValues);
        window.begin();
    }

    @Override
    public final int frameLength(byte[] array, int start, int end) {
        int length = Frames.u24(array, start);
        if (length > maxFrame) {
            throw FrameRules.tooLong(length, maxFrame, !settingsRead);
        }
        return Frames.HEADER + length;
    }

    @Override
    public final void frame(byte[] array, int start, int end) {
        int type = array[start + 3] & 0xff;
        int flags = array[start + 4] & 0xff;
        int id = Frames.u31(array, start + 5);
        int from = start + Frames.HEADER;
        FrameRules.continues(type, id, partial.stream());
        if (!settingsRead && type != Frames.SETTINGS) {
            throw FrameRules.protocol("frame type " + type + " (expected: settings, type 4)");
        }
        try {
            handle(type, flags, id, array, from, end);
        } catch (StreamError e) {
            streamError(e);
        }
    }

    private void handle(int type, int flags, int id, byte[] array, int from, int end) throws StreamError {
        switch (type) {
            case Frames.DATA -> data(flags, id, array, from, end);
            case Frames.HEADERS -> headers(flags, id, array, from, end);
            case Frames.CONTINUATION -> continuation(flags, id, array, from, end);
            case Frames.WINDOW_UPDATE -> {
                FrameRules.length(type, end - from, 4);
                windowUpdated(id, Frames.u31(array, from));
            }
            case Frames.RST_STREAM -> {
                FrameRules.length(type, end - from, 4);
                resetByPeer(id, Frames.i32(array, from) & 0xffffffffL);
            }
            case Frames.PRIORITY -> {
                FrameRules.priority(id, array, from, end);
                floods.empty(burstNanos);
            }
            case Frames.SETTINGS -> {
                FrameRules.onStream(type, id, false);
                settings(flags, array, from, end);
            }
            case Frames.PING -> {
                FrameRules.onStream(type, id, false);
                FrameRules.length(type, end - from, 8);
                ping(flags, array, from);
            }
            case Frames.GOAWAY -> {
                FrameRules.onStream(type, id, false);
                if (end - from < 8) {
                    throw ConnectionError.of(ErrorCode.FRAME_SIZE_ERROR, "go-away: " + (end - from) + " bytes");
                }
                long code = Frames.i32(array, from + 4) & 0xffffffffL;
                String text = new String(array, from + 8, end - from - 8, StandardCharsets.UTF_8);
                floods.empty(burstNanos);
                goAway(Frames.u31(array, from), code, text);
            }
            case Frames.PUSH_PROMISE -> throw FrameRules.protocol("a push promise (expected: none)");
            default -> floods.empty(burstNanos);
        }
    }

    private void streamError(StreamError e) {
        Http2Stream stream = streams.get(e.stream());
        floods.reset(burstNanos);
        writer.reset(e.stream(), e.code());
        answered(Frames.HEADER + 4);
        if (stream == null) {
            closedStreams.add(e.stream(), true, Frames.FIRST_WINDOW);
        } else {
            breakOff(stream, true, to -> to.violated(e.code(), "the peer broke the protocol: " + e.getMessage()));
        }
    }

    /** Ends a stream before its end: nothing more is sent on it. */
    private void breakOff(Http2Stream stream, boolean resetHere, Consumer<StreamHandler> tell) {
        stream.close();
        StreamHandler handler = stream.handler();
        if (handler != null) {
            tell.accept(handler);
        }
        close(stream, resetHere);
    }

    /** Returns the stream of a number; null if it is closed, or not open yet. */
    protected final @Nullable Http2Stream stream(int id) {
        return streams.get(id);
    }

    /** Opens a stream. */
    protected final Http2Stream open(int id) {
        return streams.open(this, id);
    }

    /** Returns the number of streams that are not closed. */
    protected final int openStreams() {
        return streams.count();
    }

    /** Returns all streams, in a list of its own. */
    protected final List<Http2Stream> allStreams() {
        return streams.all();
    }

    private void data(int flags, int id, byte[] array, int from, int end) throws StreamError {
        FrameRules.onStream(Frames.DATA, id, true);
        int payload = end - from;
        int padding = FrameRules.padding(flags, array, from, end);
        int start = padding < 0 ? from : from + 1;
        int stop = padding < 0 ? end : end - padding;
        window.received(payload, burstNanos);
        if (payload == Frames.MAX_PAYLOAD && maxFrame == payload) {
            maxFrame = Frames.MAX_LONG_PAYLOAD;
            writer.settings(Frames.MAX_FRAME_SIZE, maxFrame);
        }
        boolean last = (flags & Frames.END_STREAM) != 0;
        Http2Stream stream = streams.get(id);
        if (stream == null) {
            unknown(Frames.DATA, id);
            if (!closedStreams.late(id, payload)) {
                floods.empty(burstNanos);
            }
            return;
        }
        if (stop > start) {
            floods.received();
            heard();
        } else if (!last) {
            floods.empty(burstNanos);
        }
        stream.received(payload, stop - start, last);
        StreamHandler handler = stream.handler();
        if (handler != null && (last || stop > start)) {
            handler.data(array, start, stop, last);
        }
        closeIfEnded(stream);
    }

    /** Handles a frame of a stream that is not open: drops it if the stream was reset here. */
    private void unknown(int type, int id) {
        if (!opened(id)) {
            throw FrameRules.protocol("frame type " + type + " of stream " + id + ", which is idle");
        }
        closedStreams.check(type, id);
    }

    private void headers(int flags, int id, byte[] array, int from, int end) throws StreamError {
        FrameRules.onStream(Frames.HEADERS, id, true);
        int stop = end - Math.max(0, FrameRules.padding(flags, array, from, end));
        int start = FrameRules.blockStart(flags, id, array, from, stop);
        boolean last = (flags & Frames.END_STREAM) != 0;
        if ((flags & Frames.END_HEADERS) != 0) {
            headerBlock(id, array, start, stop, last);
        } else {
            partial.begin(id, last, burstNanos);
            partial.add(array, start, stop);
        }
    }

    private void continuation(int flags, int id, byte[] array, int from, int end) throws StreamError {
        if (from == end) {
            floods.empty(burstNanos);
        }
        partial.add(array, from, end);
        if ((flags & Frames.END_HEADERS) != 0) {
            boolean last = partial.last();
            byte[] block = partial.end();
            headerBlock(id, block, 0, block.length, last);
        }
    }

    /** Only a message may take long to arrive. */
    @Override
    protected final Duration frameTimeout(byte[] frame, int length) {
        return length > 3 && frame[3] == Frames.DATA ? settings.messageTimeout() : headTimeout();
    }

    /** Returns the time within which a header block must be complete, as it takes a client to say hello at most. */
    private Duration headTimeout() {
        return settings.helloTimeout().multipliedBy(2);
    }

    /** Closes if a frame or a header block stalls or takes too long, or if the peer does not read. */
    @Override
    protected final void checkProgress() {
        long begun = partial.begunNanos();
        if (begun != 0 && System.nanoTime() - begun > headTimeout().toNanos()) {
            farewell(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "a header block was not complete within " + Deadlines.text(headTimeout()));
        } else {
            super.checkProgress();
        }
    }

    /** Takes the trailers of an open stream. */
    protected final void trailers(Http2Stream stream, Fields trailers, boolean last) throws StreamError {
        int id = stream.id();
        if (stream.ended()) {
            throw new StreamError(id, ErrorCode.STREAM_CLOSED, "HEADERS after the end of stream " + id);
        }
        if (!last) {
            throw new StreamError(id, ErrorCode.PROTOCOL_ERROR, "trailers without the end of stream " + id);
        }
        for (int i = 0; i < trailers.count(); i++) {
            if (trailers.name(i).startsWith(":")) {
                throw new StreamError(id, ErrorCode.PROTOCOL_ERROR, trailers.name(i) + " in trailers");
            }
        }
        stream.end(true);
        StreamHandler handler = stream.handler();
        if (handler != null) {
            handler.trailers(trailers);
        }
        closeIfEnded(stream);
    }

    private void windowUpdated(int id, int more) throws StreamError {
        floods.updated(burstNanos);
        if (id == 0) {
            window.granted(more);
            return;
        }
        Http2Stream stream = streams.get(id);
        if (stream == null) {
            if (!opened(id)) {
                unknown(Frames.WINDOW_UPDATE, id);
            }
        } else if (more == 0) {
            throw new StreamError(id, ErrorCode.PROTOCOL_ERROR, "window update: 0 (expected: 1 or more)");
        } else if (!stream.grant(more)) {
            throw new StreamError(id, ErrorCode.FLOW_CONTROL_ERROR, "a stream's window beyond 2^31-1");
        } else {
            OpenStreams.granted(stream, more);
        }
    }

    private void resetByPeer(int id, long code) {
        FrameRules.onStream(Frames.RST_STREAM, id, true);
        Http2Stream stream = streams.get(id);
        if (stream == null) {
            if (!opened(id)) {
                unknown(Frames.RST_STREAM, id);
            }
            if (closedStreams.contains(id) && !closedStreams.resetHere(id)) {
                floods.resetLate(burstNanos);
            } else {
                floods.empty(burstNanos);
            }
            return;
        }
        if (code != ErrorCode.NO_ERROR.number() || !stream.ended()) {
            floods.reset(burstNanos);
        }
        ErrorCode known = ErrorCode.of(code);
        String why = "the peer reset the stream: " + (known == null ? "code " + code : known);
        breakOff(stream, false, to -> to.broken(known == null ? ErrorCode.INTERNAL_ERROR : known, why));
    }

    private void settings(int flags, byte[] array, int from, int end) {
        boolean ack = (flags & Frames.ACK) != 0;
        floods.empty(burstNanos);
        SettingsFrame.read(ack, array, from, end, this::takeSetting);
        if (ack) {
            return;
        }
        boolean first = !settingsRead;
        settingsRead = true;
        writer.settingsAck();
        answered(Frames.HEADER);
        if (first) {
            greeted();
        }
    }

    /** Notes that the peer's first settings have arrived. */
    protected abstract void greeted();

    private void takeSetting(int id, long value) {
        if (id == Frames.INITIAL_WINDOW_SIZE) {
            // It costs as much as there are streams.
            floods.empty(burstNanos);
            streams.firstWindow((int) value);
        } else if (id == Frames.MAX_HEADER_LIST_SIZE) {
            peerMaxHead = (int) Math.min(Integer.MAX_VALUE, value);
        } else if (id == Frames.MAX_FRAME_SIZE) {
            writer.maxFrame((int) value);
        } else if (id == Frames.HEADER_TABLE_SIZE) {
            writer.table().limit(value);
        } else {
            setting(id, value);
        }
    }

    /** Returns the longest list of fields that the peer accepts, in bytes as HTTP/2 counts them. */
    final int peerMaxHead() {
        return peerMaxHead;
    }

    private void ping(int flags, byte[] array, int from) {
        floods.empty(burstNanos);
        if ((flags & Frames.ACK) != 0) {
            if (!window.measured(Frames.i64(array, from), burstNanos)) {
                pongReceived();
            }
            return;
        }
        pinged();
        writer.pong(array, from);
        answered(Frames.HEADER + 8);
    }

    /** Counts an answer that costs the peer next to nothing. */
    protected final void answered(int length) {
        if (outbox.answersUnread(length)) {
            abort("the peer sends frames that are answered but does not read the answers");
        }
    }

    final long burstNanos() {
        return burstNanos;
    }

    final ConnectionWindow window() {
        return window;
    }

    /** Returns what appends frames. */
    final FrameWriter writer() {
        return writer;
    }

    /** Notes that a message of the peer has arrived. */
    protected void heard() {}

    /** Resets a stream. */
    final void reset(Http2Stream stream, ErrorCode code) {
        if (streams.get(stream.id()) == stream) {
            // What waits is not sent any more, so it must not be written after the reset.
            stream.close();
            writer.reset(stream.id(), code);
            close(stream, true);
        }
    }

    /** Notes that this side of a stream has ended, perhaps before the other. */
    protected void endSent(Http2Stream stream) {
        closeIfEnded(stream);
    }

    final void closeIfEnded(Http2Stream stream) {
        if (stream.ended() && stream.endSent() && streams.get(stream.id()) == stream) {
            floods.completed();
            close(stream, false);
        }
    }

    private void close(Http2Stream stream, boolean resetHere) {
        if (!streams.remove(stream.id())) {
            return;
        }
        closedStreams.add(stream.id(), resetHere, stream.receiveWindow());
        stream.close();
        StreamHandler handler = stream.handler();
        if (handler != null) {
            handler.closed();
        }
        streamClosed();
    }

    /** Notes that there is one open stream less. */
    protected abstract void streamClosed();

    @Override
    protected final void violated(ProtocolException violation) {
        String why = String.valueOf(violation.getMessage());
        if (!prefaceRead()) {
            unansweredNotStarted = true;
            abort(why);
            return;
        }
        ErrorCode known = ErrorCode.of(violation.code());
        ErrorCode code = known == null || known == ErrorCode.NO_ERROR ? ErrorCode.PROTOCOL_ERROR : known;
        farewell(code, why);
    }

    /** The last stream of the peer that was or may have been handled, for a go-away. */
    protected abstract int lastStream();

    /** Sends a go-away and closes, once it is written, or soon in any case for a peer that does not read. */
    protected final void farewell(ErrorCode code, String why) {
        if (!finished()) {
            finish(why);
            writer.goAway(lastStream(), code, why);
            hangUpSoon(code == ErrorCode.NO_ERROR ? DRAIN_LINGER_MILLIS : LINGER_MILLIS);
        }
    }

    /** Ends all streams because the connection is over. */
    protected final void loseAll(String why) {
        partial.end();
        for (Http2Stream stream : allStreams()) {
            breakOff(stream, true, to -> to.broken(null, why));
        }
    }

    /** Lets streams go on that wait for room in the outbox. */
    public final void resumeStreams() {
        streams.resume();
    }
}
