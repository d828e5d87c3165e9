package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.fuzz.Fed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Valid inputs for a server and for a client of HTTP/2: every frame, every kind of call, and what header blocks may be. */
public final class Http2Inputs {
    private static final int SERVER_PIECE = 7;
    /** The size of the table that peers keep unless they say another one. */
    private static final int TABLE = 4096;

    private final Map<String, byte[]> all = new TreeMap<>();

    private Http2Inputs() {}

    /** Returns the inputs by name. */
    public static Map<String, byte[]> all() {
        Http2Inputs inputs = new Http2Inputs();
        inputs.requests();
        inputs.refusedRequests();
        inputs.compressedRequests();
        inputs.responses();
        inputs.failures();
        inputs.connection();
        inputs.floods();
        try {
            inputs.blocks();
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return inputs.all;
    }

    private void add(String name, Http2Input input) {
        all.put(name, input.bytes());
    }

    private static Http2Input input() {
        return new Http2Input(0);
    }

    private void requests() {
        add("next", input().head(1, "Next").lastMessage(1, 8, 5));
        add("next-end", input().head(1, "Next").message(1, 8, 5).end(1));
        add("next-in-pieces", new Http2Input(SERVER_PIECE).head(1, "Next").lastMessage(1, 8, 5));
        add("next-tiny", input().head(1, "tiny").lastMessage(1, 1, 0, 0, 0, 5));
        add("next-timeout", input().head(1, "timeout").lastMessage(1, 8, 5));
        add("next-metadata", input().head(1, "metadata").lastMessage(1, 8, 5));
        add("next-length", input().head(1, "length").lastMessage(1, 8, 5));
        add("length-null", input().head(1, "Length").lastMessage(1));
        add("text-long", input().head(1, "Text").lastMessage(1, 8, 0xff, 0xff, 5));
        add(
                "text-windows",
                input().setting(4, 100)
                        .head(1, "Text")
                        .lastMessage(1, 8, 0xff, 7)
                        .number(Http2FrameTypes.WINDOW_UPDATE, 1, 500)
                        .setting(4, 1000)
                        .number(Http2FrameTypes.WINDOW_UPDATE, 0, 1000));
        add("refuse", input().head(1, "Refuse").lastMessage(1));
        add(
                "sum",
                input().head(1, "Sum")
                        .message(1, 10, 2, 8, 1)
                        .message(1, 18, 2, 8, 2)
                        .end(1));
        add("count", input().head(1, "Count").lastMessage(1, 8, 1, 16, 3));
        add(
                "echo",
                input().head(1, "Echo")
                        .message(1, 10, 1, 'x')
                        .message(1, 10, 1, 'y')
                        .end(1));
        add("hold-reset", input().head(1, "Hold").lastMessage(1, 8, 1).number(Http2FrameTypes.RST_STREAM, 1, 8));
        add(
                "two-at-once",
                input().head(1, "Echo").head(3, "Next").lastMessage(3, 8, 5).lastMessage(1, 10, 1, 'x'));
        add(
                "cut-message",
                input().head(1, "Next")
                        .frame(Http2FrameTypes.DATA, 0, 1, new byte[] {0, 0, 0, 0, 2, 8})
                        .frame(Http2FrameTypes.DATA, Http2Flags.END_STREAM, 1, new byte[] {5}));
        add("two-messages", input().head(1, "Next").message(1, 8, 5).lastMessage(1, 8, 5));
        add("request-trailers", input().head(1, "Next").message(1, 8, 5).lastHead(1, "end-nothing"));
    }

    private void refusedRequests() {
        for (String block : Arrays.asList(
                "unknown-method",
                "unknown-encoding",
                "unknown-serializer",
                "not-grpc-request",
                "bad-timeout",
                "bad-base64",
                "get")) {
            add(block, input().head(1, block).lastMessage(1, 8, 5));
        }
        add("no-message", input().lastHead(1, "Next"));
        add("too-long", input().head(1, "Next").frame(Http2FrameTypes.DATA, 0, 1, new byte[] {0, -1, -1, -1, -1, 8}));
    }

    private void compressedRequests() {
        add("gzip-next", input().head(1, "gzip-text").compressed(1, 0, 8, 5).end(1));
        add(
                "gzip-answer",
                input().head(1, "gzip-text").message(1, 8, 0xff, 0xff, 3).end(1));
        add(
                "gzip-bomb",
                input().head(1, "gzip-text").compressed(1, 12, new int[256]).end(1));
        add(
                "gzip-sum",
                input().head(1, "gzip-sum")
                        .compressed(1, 0, 10, 2, 8, 1)
                        .compressed(1, 0, 18, 2, 8, 2)
                        .end(1));
        add(
                "gzip-echo",
                input().head(1, "gzip-echo").compressed(1, 0, 10, 1, 'x').end(1));
        add(
                "gzip-echo-many",
                input().head(1, "gzip-echo").compressed(1, 12, 10, 1, 0).again(30));
        add(
                "gzip-echo-bomb",
                input().head(1, "gzip-echo").compressed(1, 12, new int[256]).end(1));
        add("gzip-unnamed", input().head(1, "Next").compressed(1, 0, 8, 5).end(1));
    }

    /** The answers to the calls of a client, which are on the streams 1, 3 and so on. */
    private void responses() {
        add("answer-next", input().head(1, "response").message(1, 8, 6).lastHead(1, "end"));
        add(
                "answer-text",
                input().head(3, "gzip-response").compressed(3, 9, 10, 1, 'x').lastHead(3, "end-metadata"));
        add(
                "answer-bomb",
                input().head(3, "gzip-response").compressed(3, 12, new int[256]).lastHead(3, "end"));
        add("answer-sum", input().head(7, "response").message(7, 8, 6).lastHead(7, "end"));
        add(
                "answer-count",
                input().head(9, "response").message(9, 8, 1).message(9, 8, 2).lastHead(9, "end"));
        add(
                "answer-echo",
                input().head(11, "informational")
                        .head(11, "gzip-response")
                        .compressed(11, 0, 10, 1, 'x')
                        .message(11, 10, 1, 'y')
                        .lastHead(11, "end"));
        add("answer-bomb-in-stream", input().head(11, "gzip-response").compressed(11, 12, new int[256]));
        add(
                "answers-in-pieces",
                new Http2Input(3).head(1, "response").message(1, 8, 6).lastHead(1, "end"));
    }

    private void failures() {
        add("fails-unavailable", input().lastHead(1, "unavailable").lastHead(11, "unavailable"));
        add("fails-bad-gateway", input().head(1, "bad-gateway").lastMessage(1, '<'));
        add("fails-declared", input().head(5, "response").lastHead(5, "end-declared"));
        add("fails-details", input().head(5, "response").lastHead(5, "end-failed"));
        add("fails-status", input().head(5, "response").lastHead(5, "end-status"));
        add("fails-unknown", input().head(9, "response").message(9, 8, 1).lastHead(9, "end-unknown"));
        add("fails-nothing", input().head(1, "response").lastHead(1, "end-nothing"));
        add("fails-no-message", input().head(1, "response").lastHead(1, "end"));
        add("fails-reset", input().number(Http2FrameTypes.RST_STREAM, 1, 7).number(Http2FrameTypes.RST_STREAM, 9, 8));
        add(
                "fails-go-away",
                input().frame(Http2FrameTypes.GO_AWAY, 0, 0, new byte[] {0, 0, 0, 3, 0, 0, 0, 0, 'b', 'y', 'e'}));
        add("fails-go-away-error", input().frame(Http2FrameTypes.GO_AWAY, 0, 0, new byte[] {0, 0, 0, 0, 0, 0, 0, 11}));
    }

    private void connection() {
        add(
                "ping",
                input().frame(Http2FrameTypes.PING, 0, 0, new byte[8])
                        .frame(Http2FrameTypes.PING, Http2Flags.ACK, 0, new byte[8]));
        add("priority", input().frame(Http2FrameTypes.PRIORITY, 0, 3, new byte[] {0, 0, 0, 1, 16}));
        add(
                "settings",
                input().setting(3, 2)
                        .setting(5, 1 << 15)
                        .setting(6, 100)
                        .empty(Http2FrameTypes.SETTINGS, Http2Flags.ACK, 0));
        add("settings-of-headers", input().setting(6, 10).head(1, "Refuse").lastMessage(1));
        add("unknown-frame", input().frame(0x1d, 0xff, 0, new byte[4]));
        add("push-promise", input().frame(5, Http2Flags.END_HEADERS, 1, new byte[] {0, 0, 0, 2}));
        add(
                "go-away",
                input().head(1, "Hold")
                        .frame(Http2FrameTypes.GO_AWAY, 0, 0, new byte[8])
                        .lastMessage(1, 8, 1));
        add(
                "pong",
                input().frame(Http2FrameTypes.GO_AWAY, 0, 0, new byte[8])
                        .frame(Http2FrameTypes.PING, Http2Flags.ACK, 0, new byte[8])
                        .head(1, "Next"));
        add(
                "late",
                input().head(1, "Hold")
                        .number(Http2FrameTypes.RST_STREAM, 1, 8)
                        .message(1, 8, 1)
                        .lastHead(1, "end-nothing"));
        add(
                "padded",
                input().head(1, "Next")
                        .frame(Http2FrameTypes.DATA, Http2Flags.PADDED | Http2Flags.END_STREAM, 1, new byte[] {
                            3, 0, 0, 0, 0, 2, 8, 5, 0, 0, 0
                        }));
    }

    private void floods() {
        add(
                "flood-pings",
                input().frame(Http2FrameTypes.PING, 0, 0, new byte[8]).again(1));
        add("flood-settings", input().setting(4, 1).again(130));
        add(
                "flood-empty",
                input().head(1, "Next").empty(Http2FrameTypes.DATA, 0, 1).again(130));
        add(
                "flood-continuations",
                input().frame(Http2FrameTypes.HEADERS, 0, 1, new byte[1000])
                        .frame(9, 0, 1, new byte[1000])
                        .again(8));
        add("flood-updates", input().number(Http2FrameTypes.WINDOW_UPDATE, 0, 1).again(130));
    }

    private void blocks() throws Http2Exception {
        Http2HeadersEncoder huffman = encoder();
        byte[] first = encode(huffman, "/Golden/Next");
        byte[] again = encode(huffman, "/Golden/Next");
        add(
                "table",
                input().frame(1, 4, 1, first)
                        .lastMessage(1, 8, 5)
                        .frame(1, 4, 3, again)
                        .lastMessage(3, 8, 5));
        huffman.configuration().maxHeaderTableSize(0);
        byte[] emptied = encode(huffman, "/Golden/Next");
        add(
                "table-emptied",
                input().frame(1, 4, 1, first).frame(1, 4, 3, emptied).frame(1, 4, 5, again));
        byte[] priority = padded(first, new byte[] {2, 0, 0, 0, 0, 16}, 2);
        int flags = Http2Flags.PADDED | Http2Flags.PRIORITY | Http2Flags.END_HEADERS;
        add("padded-priority", input().frame(1, flags, 1, priority).lastMessage(1, 8, 5));
        int half = first.length / 2;
        add(
                "continued",
                input().frame(1, 0, 1, Arrays.copyOf(first, half))
                        .frame(Http2FrameTypes.CONTINUATION, 0, 1)
                        .frame(
                                Http2FrameTypes.CONTINUATION,
                                Http2Flags.END_HEADERS,
                                1,
                                Arrays.copyOfRange(first, half, first.length))
                        .lastMessage(1, 8, 5));
        byte[] answer =
                encode(encoder(), new DefaultHttp2Headers().status("200").add("content-type", "application/grpc"));
        add("table-answer", input().frame(1, 4, 1, answer).message(1, 8, 6).lastHead(1, "end"));
    }

    private static byte[] padded(byte[] block, byte[] before, int padding) {
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(before).writeBytes(block).writeZero(padding);
        return Fed.rest(out);
    }

    /** Returns an encoder that uses Huffman coding for everything, and a table. */
    private static Http2HeadersEncoder encoder() throws Http2Exception {
        Http2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false, 16, 0);
        encoder.configuration().maxHeaderTableSize(TABLE);
        return encoder;
    }

    private static byte[] encode(Http2HeadersEncoder encoder, String path) throws Http2Exception {
        return encode(
                encoder,
                new DefaultHttp2Headers()
                        .method("POST")
                        .scheme("http")
                        .path(path)
                        .authority("localhost")
                        .add("content-type", "application/grpc")
                        .add("te", "trailers"));
    }

    private static byte[] encode(Http2HeadersEncoder encoder, Http2Headers headers) throws Http2Exception {
        ByteBuf out = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, out);
        return Fed.rest(out);
    }
}
