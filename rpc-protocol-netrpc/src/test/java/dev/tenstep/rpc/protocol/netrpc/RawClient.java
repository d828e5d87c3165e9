package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A socket that sends bytes and reads bytes. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(RpcServer server) throws IOException {
        String address = server.address();
        int colon = address.lastIndexOf(':');
        socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout((int) Eventually.LONG.toMillis());
        socket.setTcpNoDelay(true);
    }

    RawClient text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    RawClient hex(String hex) throws IOException {
        return bytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    RawClient bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    GobReplies replies() throws IOException {
        return new GobReplies(socket.getInputStream());
    }

    String readHex(int bytes) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
    }

    String readText(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    /** Reads up to a line feed. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** Reads all up to the end; a reset is an end, too. */
    byte[] rest() {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
