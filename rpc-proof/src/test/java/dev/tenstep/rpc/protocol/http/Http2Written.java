package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.fuzz.Fed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a fed peer has written against RFC 9113: whole frames that its own peer must accept, in an order that each
 * stream allows, within the windows that it was given. A body of gRPC that ends is whole messages.
 */
final class Http2Written {
    private static final int FIRST_WINDOW = 65_535;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int LAST_ERROR = 13;
    private static final int MESSAGE_PREFIX = 5;

    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, true, 1 << 20);
    private final boolean server;
    private final List<Http2Frame> fed;
    private final Map<Integer, Sent> streams = new HashMap<>();
    private final Map<Integer, String> ends = new TreeMap<>();
    private long bytes;
    private int lastOpened;
    private int lastGoAway = Integer.MAX_VALUE;
    private @Nullable Http2Frame blockBegun;
    private ByteBuf block = Unpooled.buffer();

    /** The state of a stream, as it was written. */
    private static final class Sent {
        private boolean begun;
        private String status = "";
        private boolean grpc;
        private boolean ended;
        private boolean reset;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    }

    private Http2Written(boolean server, List<Http2Frame> fed) {
        this.server = server;
        this.fed = fed;
    }

    /**
     * Checks frames, and returns how each stream has ended: with a status of gRPC or of HTTP, or with the code of a reset.
     *
     * @param server whether a server has written them
     * @param fed what it was fed with
     */
    static Map<Integer, String> check(boolean server, List<Http2Frame> fed, ByteBuf written) {
        List<Http2Frame> frames = Http2Frame.split(written);
        hold(!written.isReadable(), "the last frame is too long or incomplete", written.readableBytes());
        Http2Written all = new Http2Written(server, fed);
        hold(frames.isEmpty() || frames.get(0).type() == Http2FrameTypes.SETTINGS, "the first frame", frames);
        frames.forEach(all::frame);
        hold(all.blockBegun == null, "the last header block is incomplete", frames);
        hold(
                count(frames, Http2FrameTypes.SETTINGS, true) <= count(fed, Http2FrameTypes.SETTINGS, false),
                "acks",
                frames);
        hold(count(frames, Http2FrameTypes.PING, true) <= count(fed, Http2FrameTypes.PING, false), "pongs", frames);
        return all.ends;
    }

    private static void hold(boolean fact, String what, Object found) {
        if (!fact) {
            throw new IllegalStateException(what + ": " + found);
        }
    }

    private static long count(List<Http2Frame> frames, int type, boolean ack) {
        return frames.stream()
                .filter(each -> each.type() == type && each.has(Http2Flags.ACK) == ack)
                .count();
    }

    private void frame(Http2Frame frame) {
        hold((blockBegun != null) == (frame.type() == Http2FrameTypes.CONTINUATION), "in a header block", frame);
        int allowed =
                switch (frame.type()) {
                    case Http2FrameTypes.DATA, Http2FrameTypes.SETTINGS, Http2FrameTypes.PING -> Http2Flags.END_STREAM;
                    case Http2FrameTypes.HEADERS -> Http2Flags.END_STREAM | Http2Flags.END_HEADERS;
                    case Http2FrameTypes.CONTINUATION -> Http2Flags.END_HEADERS;
                    default -> 0;
                };
        hold((frame.flags() & ~allowed) == 0, "flags", frame);
        switch (frame.type()) {
            case Http2FrameTypes.DATA -> data(frame, stream(frame));
            case Http2FrameTypes.HEADERS, Http2FrameTypes.CONTINUATION -> headers(frame);
            case Http2FrameTypes.RST_STREAM -> reset(frame, stream(frame));
            case Http2FrameTypes.WINDOW_UPDATE -> {
                hold(frame.payload().length == 4 && frame.number(0) > 0, "a window update", frame);
                hold(frame.stream() == 0 || !stream(frame).reset, "a window update after a reset", frame);
            }
            case Http2FrameTypes.SETTINGS ->
                hold(frame.stream() == 0 && frame.payload().length % 6 == 0, "settings", frame);
            case Http2FrameTypes.PING -> hold(frame.stream() == 0 && frame.payload().length == 8, "a ping", frame);
            case Http2FrameTypes.GO_AWAY -> {
                hold(frame.stream() == 0 && frame.payload().length >= 8, "a go-away", frame);
                hold(frame.number(0) >= 0 && frame.number(0) <= lastGoAway, "a go-away that allows more", frame);
                hold(frame.number(4) >= 0 && frame.number(4) <= LAST_ERROR, "a go-away's code", frame);
                lastGoAway = frame.number(0);
            }
            default -> throw new IllegalStateException("a frame that is not expected: " + frame);
        }
    }

    /** Returns the stream of a frame, which must be one that a request opened. */
    private Sent stream(Http2Frame frame) {
        int id = frame.stream();
        hold((id & 1) == 1, "a client's stream", frame);
        if (server && !streams.containsKey(id)) {
            hold(
                    fed.stream().anyMatch(each -> each.type() == Http2FrameTypes.HEADERS && each.stream() == id),
                    "a stream that was not opened",
                    frame);
        }
        hold(server || id <= lastOpened, "a stream that is idle", frame);
        return streams.computeIfAbsent(id, opened -> new Sent());
    }

    private void data(Http2Frame frame, Sent sent) {
        hold(sent.begun && !sent.ended && !sent.reset, "data of a stream that has not begun, or is over", frame);
        sent.body.writeBytes(frame.payload());
        bytes += frame.payload().length;
        hold(bytes <= FIRST_WINDOW + granted(0), "data beyond the connection's window", bytes);
        hold(sent.body.size() <= firstWindow() + granted(frame.stream()), "data beyond the stream's window", frame);
        if (frame.has(Http2Flags.END_STREAM)) {
            end(sent, frame);
        }
    }

    /** Returns the most bytes that the window of a stream, or of the connection, was enlarged by. */
    private long granted(int stream) {
        return fed.stream()
                .filter(each -> each.type() == Http2FrameTypes.WINDOW_UPDATE && each.stream() == stream)
                .filter(each -> each.payload().length == 4)
                .mapToLong(each -> each.number(0) & Integer.MAX_VALUE)
                .sum();
    }

    private long firstWindow() {
        long most = FIRST_WINDOW;
        for (Http2Frame each : fed) {
            for (int at = 0; each.type() == Http2FrameTypes.SETTINGS && at + 6 <= each.payload().length; at += 6) {
                int id = each.number(at) >>> 16;
                most = id == INITIAL_WINDOW_SIZE ? Math.max(most, each.number(at + 2)) : most;
            }
        }
        return most;
    }

    private void headers(Http2Frame frame) {
        Http2Frame first = blockBegun == null ? frame : blockBegun;
        hold(first.stream() == frame.stream(), "a header block of two streams", frame);
        if (blockBegun == null && !server && frame.stream() > lastOpened) {
            lastOpened = frame.stream();
        }
        Sent sent = stream(frame);
        hold(!sent.ended && !sent.reset, "headers of a stream that is over", frame);
        blockBegun = first;
        block.writeBytes(frame.payload());
        if (frame.has(Http2Flags.END_HEADERS)) {
            fields(sent, first);
            blockBegun = null;
            block = Unpooled.buffer();
        }
    }

    private void fields(Sent sent, Http2Frame first) {
        boolean last = first.has(Http2Flags.END_STREAM);
        Http2Headers fields;
        try {
            fields = decoder.decodeHeaders(first.stream(), block);
        } catch (Http2Exception e) {
            throw new IllegalStateException("a header block that cannot be decoded: " + first, e);
        }
        if (sent.begun) {
            hold(last && fields.status() == null && fields.method() == null, "trailers", fields);
        } else {
            hold(server ? fields.status() != null : fields.method() != null && fields.path() != null, "a head", fields);
            sent.status = Objects.toString(fields.status(), "");
            sent.grpc = Objects.toString(fields.get("content-type"), "").startsWith("application/grpc");
        }
        sent.begun = true;
        if (last) {
            hold(!server || !sent.grpc || fields.getAll("grpc-status").size() == 1, "the end of a response", fields);
            sent.status = Objects.toString(fields.get("grpc-status"), sent.status);
            end(sent, first);
        }
    }

    private void end(Sent sent, Http2Frame frame) {
        sent.ended = true;
        ends.put(frame.stream(), sent.status);
        ByteBuf body = Unpooled.wrappedBuffer(sent.body.toByteArray());
        while (sent.grpc && body.isReadable()) {
            hold(body.readableBytes() >= MESSAGE_PREFIX, "a message is cut short", frame);
            hold(body.readUnsignedByte() <= 1, "the flag of a message", frame);
            long length = body.readUnsignedInt();
            hold(
                    length <= Math.min(body.readableBytes(), Fed.SETTINGS.maxMessage()),
                    "the length of a message",
                    length);
            body.skipBytes((int) length);
        }
    }

    private void reset(Http2Frame frame, Sent sent) {
        hold(frame.payload().length == 4, "a reset", frame);
        hold(frame.number(0) >= 0 && frame.number(0) <= LAST_ERROR, "a reset's code", frame);
        hold(!sent.reset, "a second reset", frame);
        sent.reset = true;
        ends.putIfAbsent(frame.stream(), "reset " + frame.number(0));
    }
}
