package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static dev.tenstep.rpc.protocol.http.Attacked.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the errors that RFC 9113 names: each ends the connection, or only its stream, with the code that it prescribes. */
@Timeout(60)
final class Http2ErrorsTest {
    private static final int ACK = 1;
    private static final int PRIORITIZED = 32;
    private static final int PUSH_PROMISE = 5;

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    private static Arguments error(String section, String what, ErrorCode code, RawFrames frames) {
        return Arguments.of(section, what, code, frames);
    }

    private static RawFrames frames() {
        return new RawFrames();
    }

    private static RawFrames open() {
        return frames().headers(1, false, call("Hold"));
    }

    /** A request that is answered, so that its stream is closed. */
    private static RawFrames closed() {
        return frames().headers(1, false, call("Next")).data(1, true, number("next", 1));
    }

    /** The errors that end the connection. */
    static Stream<Arguments> ofConnections() {
        ErrorCode protocol = ErrorCode.PROTOCOL_ERROR;
        ErrorCode size = ErrorCode.FRAME_SIZE_ERROR;
        ErrorCode flow = ErrorCode.FLOW_CONTROL_ERROR;
        byte[] eight = new byte[8];
        return Stream.of(
                error("4.2", "a frame that is too long", size, frames().data(1, false, new byte[16_385])),
                error(
                        "4.3",
                        "a block that is no HPACK",
                        ErrorCode.COMPRESSION_ERROR,
                        frames().headers(1, true, new byte[] {(byte) 0xff, -1, -1, -1, -1, -1, 15})),
                error(
                        "4.3",
                        "an index beyond the table",
                        ErrorCode.COMPRESSION_ERROR,
                        frames().headers(1, true, new byte[] {(byte) 0xfe})),
                error(
                        "4.3",
                        "a table beyond the most",
                        ErrorCode.COMPRESSION_ERROR,
                        frames().headers(1, true, new byte[] {0x3f, (byte) 0xe2, 0x1f})),
                error("5.1", "DATA of an idle stream", protocol, frames().data(1, true, eight)),
                error("5.1", "RST_STREAM of an idle stream", protocol, frames().reset(1, 8)),
                error("5.1", "WINDOW_UPDATE of an idle stream", protocol, frames().windowUpdate(1, 1)),
                error("5.1", "DATA of a closed stream", ErrorCode.STREAM_CLOSED, closed().data(1, true, eight)),
                error(
                        "5.1",
                        "HEADERS of a closed stream",
                        ErrorCode.STREAM_CLOSED,
                        closed().headers(1, true, call("Next"))),
                error("5.1.1", "a stream with an even number", protocol, frames().headers(2, true, call("Hold"))),
                error(
                        "5.1.1",
                        "a stream with a lower number",
                        protocol,
                        frames().headers(5, false, call("Hold")).headers(3, false, call("Hold"))),
                error("6.1", "DATA of stream 0", protocol, frames().data(0, true, eight)),
                error(
                        "6.1",
                        "padding as long as the frame",
                        protocol,
                        open().frame(RawFrames.DATA, RawFrames.PADDED, 1, (byte) 5, (byte) 0)),
                error("6.1", "padding without a length", size, open().frame(RawFrames.DATA, RawFrames.PADDED, 1)),
                error("6.2", "HEADERS of stream 0", protocol, frames().headers(0, true, call("Next"))),
                error(
                        "6.2",
                        "another frame within a block",
                        protocol,
                        frames().frame(RawFrames.HEADERS, 0, 1, (byte) 0x82).frame(RawFrames.PING, 0, 0, eight)),
                error(
                        "6.2",
                        "another stream within a block",
                        protocol,
                        frames().frame(RawFrames.HEADERS, 0, 1, (byte) 0x82)
                                .frame(RawFrames.CONTINUATION, RawFrames.END_HEADERS, 3, (byte) 0x82)),
                error(
                        "6.2",
                        "an unknown frame within a block",
                        protocol,
                        frames().frame(RawFrames.HEADERS, 0, 1, (byte) 0x82).frame(0x77, 0, 0, eight)),
                error(
                        "6.2",
                        "a priority that is cut short",
                        size,
                        frames().frame(RawFrames.HEADERS, RawFrames.END_HEADERS | PRIORITIZED, 1, new byte[3])),
                error("6.3", "PRIORITY of stream 0", protocol, frames().frame(RawFrames.PRIORITY, 0, 0, new byte[5])),
                error("6.3", "PRIORITY of four bytes", size, frames().frame(RawFrames.PRIORITY, 0, 1, new byte[4])),
                error("6.4", "RST_STREAM of stream 0", protocol, frames().reset(0, 8)),
                error("6.4", "RST_STREAM of eight bytes", size, open().frame(RawFrames.RST_STREAM, 0, 1, eight)),
                error("6.5", "SETTINGS of a stream", protocol, frames().frame(RawFrames.SETTINGS, 0, 1)),
                error("6.5", "an ack with settings", size, frames().frame(RawFrames.SETTINGS, ACK, 0, new byte[6])),
                error("6.5", "half a setting", size, frames().frame(RawFrames.SETTINGS, 0, 0, new byte[5])),
                error("6.5.2", "ENABLE_PUSH of 2", protocol, frames().settings(2, 2)),
                error("6.5.2", "INITIAL_WINDOW_SIZE beyond the most", flow, frames().settings(4, 1 << 31)),
                error("6.5.2", "MAX_FRAME_SIZE below the least", protocol, frames().settings(5, 16_383)),
                error("6.5.2", "MAX_FRAME_SIZE beyond the most", protocol, frames().settings(5, 1 << 24)),
                error(
                        "6.6",
                        "PUSH_PROMISE of a client",
                        protocol,
                        frames().frame(PUSH_PROMISE, RawFrames.END_HEADERS, 1, new byte[] {0, 0, 0, 2})),
                error("6.7", "PING of a stream", protocol, frames().frame(RawFrames.PING, 0, 1, eight)),
                error("6.7", "PING of seven bytes", size, frames().frame(RawFrames.PING, 0, 0, new byte[7])),
                error("6.8", "GOAWAY of a stream", protocol, frames().frame(RawFrames.GOAWAY, 0, 1, eight)),
                error("6.8", "GOAWAY that is cut short", size, frames().frame(RawFrames.GOAWAY, 0, 0, new byte[7])),
                error(
                        "6.9",
                        "WINDOW_UPDATE of three bytes",
                        size,
                        frames().frame(RawFrames.WINDOW_UPDATE, 0, 0, new byte[3])),
                error("6.9", "an update of the connection by 0", protocol, frames().windowUpdate(0, 0)),
                error(
                        "6.9.1",
                        "a window of the connection beyond the most",
                        flow,
                        frames().windowUpdate(0, Integer.MAX_VALUE)),
                error(
                        "6.9.2",
                        "a window of a stream beyond the most by SETTINGS",
                        flow,
                        open().windowUpdate(1, 1 << 30).settings(4, Integer.MAX_VALUE)),
                error(
                        "6.10",
                        "CONTINUATION without HEADERS",
                        protocol,
                        frames().frame(RawFrames.CONTINUATION, RawFrames.END_HEADERS, 1, (byte) 0x82)),
                error(
                        "6.10",
                        "CONTINUATION after the end of a block",
                        protocol,
                        open().frame(RawFrames.CONTINUATION, RawFrames.END_HEADERS, 1, (byte) 0x82)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ofConnections")
    void endsTheConnection(String section, String what, ErrorCode code, RawFrames frames) throws IOException {
        SERVER.attacker().send(frames);
        Frame last = SERVER.goAway(code);
        assertThat(last.text()).isNotEmpty();
    }

    private static RawFrames request(String... more) {
        return frames().headers(1, true, call("Next", more));
    }

    private static RawFrames pseudo(String... fields) {
        return frames().headers(1, true, RawFrames.block(fields));
    }

    /** The errors that end a stream. */
    static Stream<Arguments> ofStreams() {
        ErrorCode protocol = ErrorCode.PROTOCOL_ERROR;
        String[] all = {":method", "POST", ":scheme", "http", ":path", "/Counting/Next"};
        return Stream.of(
                error(
                        "5.1",
                        "DATA after the end",
                        ErrorCode.STREAM_CLOSED,
                        frames().headers(1, true, call("Sum")).data(1, true, new byte[1])),
                error(
                        "5.1",
                        "HEADERS after the end",
                        ErrorCode.STREAM_CLOSED,
                        frames().headers(1, true, call("Sum")).headers(1, true, new byte[0])),
                error("6.9", "an update by 0", protocol, open().windowUpdate(1, 0)),
                error(
                        "6.9.1",
                        "a window beyond the most",
                        ErrorCode.FLOW_CONTROL_ERROR,
                        open().windowUpdate(1, Integer.MAX_VALUE)),
                error("8.1", "trailers without the end", protocol, open().headers(1, false, RawFrames.block("a", "b"))),
                error(
                        "8.1",
                        "trailers with a pseudo-header",
                        protocol,
                        open().headers(1, true, RawFrames.block(":path", "/"))),
                error(
                        "8.1.1",
                        "more than content-length",
                        protocol,
                        frames().headers(1, false, call("Next", "content-length", "1"))
                                .data(1, false, new byte[2])),
                error(
                        "8.1.1",
                        "less than content-length",
                        protocol,
                        frames().headers(1, false, call("Next", "content-length", "100"))
                                .data(1, true, new byte[2])),
                error("8.1.1", "content-length without a body", protocol, request("content-length", "1")),
                error("8.1.1", "two content-lengths", protocol, request("content-length", "1", "content-length", "2")),
                error("8.1.1", "content-length that is no number", protocol, request("content-length", "-1")),
                error("8.2.1", "an upper-case name", protocol, request("Some", "x")),
                error("8.2.1", "an empty name", protocol, request("", "x")),
                error("8.2.1", "a name with a space", protocol, request("a b", "x")),
                error("8.2.1", "a name with a colon within", protocol, request("a:b", "x")),
                error("8.2.1", "a value with a line break", protocol, request("a", "x\r\nb: y")),
                error("8.2.1", "a value with a zero", protocol, request("a", "x\0y")),
                error("8.2.2", "connection", protocol, request("connection", "close")),
                error("8.2.2", "proxy-connection", protocol, request("proxy-connection", "close")),
                error("8.2.2", "keep-alive", protocol, request("keep-alive", "5")),
                error("8.2.2", "transfer-encoding", protocol, request("transfer-encoding", "chunked")),
                error("8.2.2", "upgrade", protocol, request("upgrade", "h2c")),
                error("8.2.2", "te other than trailers", protocol, request("te", "gzip")),
                error("8.3", "a pseudo-header after others", protocol, request(":path", "/x")),
                error("8.3", "an unknown pseudo-header", protocol, pseudo(RawFrames.with(all, ":other", "x"))),
                error("8.3.1", "a response's pseudo-header", protocol, pseudo(RawFrames.with(all, ":status", "200"))),
                error("8.3.1", "no :method", protocol, pseudo(":scheme", "http", ":path", "/")),
                error("8.3.1", "no :scheme", protocol, pseudo(":method", "POST", ":path", "/")),
                error("8.3.1", "no :path", protocol, pseudo(":method", "POST", ":scheme", "http")),
                error("8.3.1", "an empty :path", protocol, pseudo(":method", "POST", ":scheme", "http", ":path", "")),
                error("8.3.1", "two :method", protocol, pseudo(RawFrames.with(all, ":method", "POST"))),
                error("8.3.1", "two :scheme", protocol, pseudo(RawFrames.with(all, ":scheme", "http"))),
                error("8.3.1", "two :path", protocol, pseudo(RawFrames.with(all, ":path", "/"))),
                error(
                        "8.3.1",
                        "two :authority",
                        protocol,
                        pseudo(RawFrames.with(RawFrames.with(all, ":authority", "a"), ":authority", "b"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ofStreams")
    void endsTheStreamAlone(String section, String what, ErrorCode code, RawFrames frames) throws Exception {
        SERVER.attacker().send(frames);
        SERVER.reset(1, code);
        SERVER.assertServed(3);
    }

    private static Arguments good(String section, String what, RawFrames frames) {
        return Arguments.of(section, what, frames);
    }

    /** Frames that are unusual, and no errors. */
    static Stream<Arguments> accepted() {
        byte[] padded = {2, 0, 0};
        return Stream.of(
                good("4.1", "unknown flags", frames().frame(RawFrames.PING, 0xfe, 0, new byte[8])),
                good("4.1", "an unknown frame", frames().frame(0x77, 0xff, 99, new byte[3])),
                good("5.3", "PRIORITY of an idle stream", frames().frame(RawFrames.PRIORITY, 0, 99, new byte[5])),
                good("6.1", "DATA of padding alone", open().frame(RawFrames.DATA, RawFrames.PADDED, 1, padded)),
                good("6.5.2", "an unknown setting", frames().settings(0x99, -1)),
                good("6.8", "GOAWAY without an error", frames().frame(RawFrames.GOAWAY, 0, 0, new byte[8])));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("accepted")
    void isNoError(String section, String what, RawFrames frames) throws Exception {
        SERVER.attacker().send(frames);
        SERVER.assertServed(3);
    }
}
