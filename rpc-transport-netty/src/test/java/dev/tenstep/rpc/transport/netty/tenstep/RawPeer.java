package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.testkit.Eventually;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A peer without any of the kernels' code: a client or a server that a test scripts. */
public final class RawPeer implements Closeable {
    /** The size of a receive buffer that holds next to nothing of a large message. */
    public static final int NARROW = 32 << 10;

    private final Socket socket;
    private final DataInputStream in;

    public RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Eventually.LONG.toMillis());
        in = new DataInputStream(socket.getInputStream());
    }

    /** A frame: its type, and the fields after it. */
    public record Frame(int type, byte[] fields) {
        int u8(int at) {
            return fields[at] & 0xff;
        }

        int u16(int at) {
            return u8(at) << 8 | u8(at + 1);
        }

        int u32(int at) {
            return u16(at) << 16 | u16(at + 2);
        }

        /** Reads a text after a length of two bytes. */
        String text(int at) {
            return new String(fields, at + 2, u16(at), StandardCharsets.UTF_8);
        }

        byte[] from(int at) {
            return Arrays.copyOfRange(fields, at, fields.length);
        }
    }

    public static RawPeer connect(String address) throws IOException {
        return connect(address, new Socket());
    }

    /** Connects a client with a small receive buffer. */
    public static RawPeer narrow(String address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(NARROW);
        return connect(address, socket);
    }

    private static RawPeer connect(String address, Socket socket) throws IOException {
        int colon = address.lastIndexOf(':');
        socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(address.substring(colon + 1))));
        return new RawPeer(socket);
    }

    /** Connects a client and exchanges hellos. */
    public static RawPeer client(String address) throws IOException {
        return client(connect(address), Frames.hello().build());
    }

    /** Connects a client with streams and exchanges hellos. */
    public static RawPeer streamClient(String address) throws IOException {
        return client(connect(address), Frames.hello().streams().build());
    }

    private static RawPeer client(RawPeer peer, byte[] hello) throws IOException {
        peer.send(Bytes.PREFACE, hello);
        peer.readPreface();
        assertThat(peer.read().type()).as("the server's hello").isEqualTo(1);
        return peer;
    }

    /** Answers a hello as a server. */
    public void greet() throws IOException {
        greet(Frames.hello().build());
    }

    /** Answers a hello as a server with streams. */
    public void greetWithStreams() throws IOException {
        greet(Frames.hello().streams().build());
    }

    /** The same of a server that takes no calls from the beginning, which the client reads in one go. */
    public void greetAndLeave(String why) throws IOException {
        greet(concat(Frames.hello().build(), Frames.goAway().reason(1).text(why).build()));
    }

    private void greet(byte[] hello) throws IOException {
        readPreface();
        assertThat(read().type()).as("the client's hello").isEqualTo(1);
        send(Bytes.PREFACE, hello);
    }

    public RawPeer send(byte[]... parts) throws IOException {
        socket.getOutputStream().write(new Bytes().raw(concat(parts)).array());
        return this;
    }

    public static byte[] concat(byte[]... parts) {
        Bytes all = new Bytes();
        for (byte[] part : parts) {
            all.raw(part);
        }
        return all.array();
    }

    public void readPreface() throws IOException {
        assertThat(in.readNBytes(8)).as("preface").isEqualTo(Bytes.PREFACE);
    }

    public byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    public Frame read() throws IOException {
        byte[] frame = in.readNBytes(in.readInt());
        return new Frame(frame[0] & 0xff, Arrays.copyOfRange(frame, 1, frame.length));
    }

    /** Reads the next frame, which must be of that type. */
    public Frame read(int type) throws IOException {
        Frame frame = read();
        assertThat(frame.type()).as("type of %s", frame).isEqualTo(type);
        return frame;
    }

    /** Reads the next request; skips the hello, declarations and pings before it. */
    public Frame readRequest() throws IOException {
        Frame frame = read();
        while (frame.type() != 3) {
            frame = read();
        }
        return frame;
    }

    /** Reads all bytes until the peer closes. */
    public byte[] readToEnd() throws IOException {
        Bytes all = new Bytes();
        try {
            byte[] some = new byte[8192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.raw(Arrays.copyOf(some, n));
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return all.array();
    }

    public void expectEnd() throws IOException {
        assertThat(readToEnd()).as("bytes before the end").isEmpty();
    }

    /** Reads frames until the connection is closed; the last one must be a go-away, whose text is returned. */
    public String readGoAway(int reason) throws IOException {
        Frame last = null;
        try {
            while (last == null || last.type() != 10) {
                last = read();
            }
        } catch (EOFException e) {
            throw new AssertionError("closed without a go-away; last frame: " + last, e);
        }
        assertThat(last.u8(1)).as("reason of %s", last.text(2)).isEqualTo(reason);
        expectEnd();
        return last.text(2);
    }

    /** Closes the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
