package dev.tenstep.rpc.protocol.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client of HTTP/2, or a server, that sends what a test wants, and shows what comes back. */
final class RawPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private static final int NARROW = 4096;
    private static final int PREFACE_LENGTH = 24;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /**
     * A frame that came back.
     *
     * @param fields those of headers that lie in it as a whole
     */
    record Frame(int type, int flags, int stream, byte[] payload, Map<String, String> fields) {
        boolean last() {
            return (type == RawFrames.DATA || type == RawFrames.HEADERS) && (flags & RawFrames.END_STREAM) != 0;
        }

        /** The error code of a reset or a go-away. */
        int code() {
            return ByteBuffer.wrap(payload).getInt(type == RawFrames.GOAWAY ? 4 : 0);
        }

        /** The text of a go-away. */
        String text() {
            return new String(payload, 8, payload.length - 8, StandardCharsets.UTF_8);
        }
    }

    /** A response, or why there is none. */
    record Outcome(Map<String, String> fields, byte[] body, int resetCode) {}

    /** Connects without a word. */
    RawPeer(String address) throws IOException {
        this(connected(address));
    }

    private static Socket connected(String address) throws IOException {
        return connected(address, new Socket());
    }

    private static Socket connected(String address, Socket socket) throws IOException {
        int colon = address.lastIndexOf(':');
        socket.connect(
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
        return socket;
    }

    /** Connects with small buffers, and says hello: what it does not read soon waits on the server. */
    static RawPeer narrow(String address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(NARROW);
        RawPeer client = new RawPeer(connected(address, socket));
        client.send(new RawFrames().preface().settings());
        return client;
    }

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and says hello. */
    static RawPeer greeted(String address) throws IOException {
        RawPeer client = new RawPeer(address);
        client.send(new RawFrames().preface().settings());
        return client;
    }

    /** Returns the other end: a server that has accepted a connection and read the preface. */
    static RawPeer accepted(Socket socket) throws IOException {
        RawPeer server = new RawPeer(socket);
        server.in.readFully(new byte[PREFACE_LENGTH]);
        return server;
    }

    /** Sends frames; what a closed connection does not take is dropped. */
    void send(RawFrames frames) throws IOException {
        try {
            socket.getOutputStream().write(frames.bytes());
        } catch (SocketException e) {
            // The server has closed: what it said first is yet to be read.
        }
    }

    /** Sends bytes that are no frames; what a closed connection does not take is dropped. */
    void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // As above.
        }
    }

    /** Reads that many bytes as text. */
    String text(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Reads all bytes until the server closes, as text. */
    String textUntilClosed() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads the next frame. */
    Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload, fields(type, flags, stream, payload));
    }

    /** Decodes all headers, whether the test wants to see them or not: each may change the table for the others. */
    private Map<String, String> fields(int type, int flags, int stream, byte[] payload) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        if (type == RawFrames.HEADERS && (flags & RawFrames.END_HEADERS) != 0) {
            try {
                decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))
                        .forEach(e ->
                                fields.put(e.getKey().toString(), e.getValue().toString()));
            } catch (Http2Exception e) {
                throw new IOException("headers of stream " + stream, e);
            }
        }
        return fields;
    }

    /** Reads until a frame of that type. */
    Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame.type != type) {
            frame = next();
        }
        return frame;
    }

    /** Reads all frames until the server closes. */
    List<Frame> untilClosed() throws IOException {
        List<Frame> all = new ArrayList<>();
        try {
            while (true) {
                all.add(next());
            }
        } catch (EOFException | SocketException e) {
            return all;
        }
    }

    /** Reads the response that begins next, which is nothing but trailers. */
    Outcome anyResponse() throws IOException {
        return new Outcome(next(RawFrames.HEADERS).fields, new byte[0], -1);
    }

    /** Sends nothing more, and leaves the rest to be read: a reset might overtake what was sent. */
    void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Returns whether this side has closed. */
    boolean isClosedHere() {
        return socket.isClosed();
    }

    /** Reads the response on a stream. */
    Outcome response(int stream) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        ByteBuffer body = ByteBuffer.allocate(1 << 20);
        while (true) {
            Frame frame = next();
            if (frame.stream == stream && frame.type == RawFrames.HEADERS) {
                fields.putAll(frame.fields);
            } else if (frame.stream == stream && frame.type == RawFrames.DATA) {
                body.put(frame.payload);
            } else if (frame.stream == stream && frame.type == RawFrames.RST_STREAM) {
                return new Outcome(fields, body(body), frame.code());
            }
            if (frame.stream == stream && frame.last()) {
                return new Outcome(fields, body(body), -1);
            }
        }
    }

    private static byte[] body(ByteBuffer body) {
        byte[] bytes = new byte[body.position()];
        body.flip().get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
