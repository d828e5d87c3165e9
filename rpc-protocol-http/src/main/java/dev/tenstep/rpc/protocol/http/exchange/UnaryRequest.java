package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A request with one message in an envelope, and its answer with one. Event loop only. */
final class UnaryRequest extends EnvelopedRequest {
    /** The message if it came before the end of the body. */
    private byte @Nullable [] message;

    private boolean compressed;

    UnaryRequest(HttpStream stream, CallRoute route) {
        super(stream, route);
    }

    @Override
    protected void read(byte[] array, int from, int end, boolean last) {
        if (last && message == null && !inMessage()) {
            int length = MessageReader.alone(array, from, end);
            if (length >= 0 && length <= settings().maxMessage() && (array[from] & 0xfe) == 0) {
                serve(array, from + MessageReader.PREFIX, length, array[from] == 1);
                return;
            }
        }
        stream().consumed(end - from);
        reader().read(array, from, end);
        if (last) {
            complete();
        }
    }

    private void complete() {
        byte[] whole = message;
        if (whole == null || inMessage()) {
            throw malformed(
                    inMessage() ? "the request's message is cut short" : "a request without a message (expected: one)");
        }
        try {
            serve(whole, 0, whole.length, compressed);
        } finally {
            drop();
        }
    }

    private void serve(byte[] array, int from, int length, boolean isCompressed) {
        arrive(new RequestCall(this, lend(array, from, length), compressor(isCompressed)));
    }

    @Override
    public void begins(int length) {
        only();
        stream().accept(ByteWindow.beyond(stream().firstWindow(), length));
    }

    private void only() {
        if (message != null) {
            throw malformed("a request with two messages (expected: one)");
        }
    }

    @Override
    public void message(byte[] array, int from, int end, boolean isCompressed) {
        message(Arrays.copyOfRange(array, from, end), isCompressed);
    }

    @Override
    public void message(byte[] whole, boolean isCompressed) {
        only();
        message = whole;
        compressed = isCompressed;
        stream().side().context().memory().held().add(whole.length);
    }

    private void drop() {
        byte[] whole = message;
        if (whole != null) {
            message = null;
            stream().side().context().memory().held().add(-whole.length);
        }
    }

    @Override
    public void closed() {
        drop();
        super.closed();
    }
}
