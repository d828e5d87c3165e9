package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.protocol.http.exchange.MessageReader;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.ForwardingStream;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A stream whose trailers are a last message in the body, for gRPC-Web (gRPC's {@code doc/PROTOCOL-WEB.md}):
 *
 * <pre>
 *  128 u8 | length u32 | lines of  name: value CR LF
 * </pre>
 *
 * <p>In the form of text, each part of the body is Base64 with padding, so that it can be decoded when it arrives. The
 * client's window is then three quarters of that of HTTP. Event loop only.
 */
final class WebStream extends ForwardingStream {
    private static final byte TRAILERS = (byte) 0x80;

    private final boolean textOut;

    /**
     * Makes one.
     *
     * @param textOut whether the body of the answer is Base64
     */
    WebStream(HttpStream to, boolean textOut) {
        super(to);
        this.textOut = textOut;
    }

    @Override
    public void data(byte[] array, int from, int length) {
        if (textOut) {
            byte[] text = base64(array, from, length);
            super.data(text, 0, text.length);
        } else {
            super.data(array, from, length);
        }
    }

    @Override
    public void element(MessageOutput element) {
        super.element(textOut ? text(element) : element);
    }

    private static MessageOutput text(MessageOutput element) {
        byte[] text = base64(element.array(), 0, element.position());
        MessageOutput out = new MessageOutput(text.length);
        System.arraycopy(text, 0, out.array(), 0, text.length);
        out.position(text.length);
        return out;
    }

    @Override
    public void end(byte[] array, int from, int length) {
        if (textOut) {
            byte[] text = base64(array, from, length);
            super.end(text, 0, text.length);
        } else {
            super.end(array, from, length);
        }
    }

    private static byte[] base64(byte[] array, int from, int length) {
        ByteBuffer text = Base64.getEncoder().encode(ByteBuffer.wrap(array, from, length));
        return text.array();
    }

    /** Ends this side: with a message of trailers, or with a head that is all there is. */
    @Override
    public void end(Head trailers) {
        if (trailers.status() != 0) {
            super.end(trailers);
            return;
        }
        byte[] message = message(trailers.fields());
        end(message, 0, message.length);
    }

    private static byte[] message(Fields trailers) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < trailers.count(); i++) {
            lines.append(trailers.name(i))
                    .append(": ")
                    .append(trailers.value(i))
                    .append("\r\n");
        }
        byte[] block = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer message = ByteBuffer.allocate(MessageReader.PREFIX + block.length);
        return message.put(TRAILERS).putInt(block.length).put(block).array();
    }

    @Override
    public int window() {
        return textOut ? (int) (super.window() * 3L / 4) : super.window();
    }
}
