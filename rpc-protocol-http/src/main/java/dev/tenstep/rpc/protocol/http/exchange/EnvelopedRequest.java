package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.Assembly;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose messages, and those of its answer, are in envelopes. */
abstract class EnvelopedRequest extends CallRequest implements MessageReader.Sink {
    private @Nullable MessageReader reader;

    EnvelopedRequest(HttpStream stream, CallRoute route) {
        super(stream, route);
    }

    final MessageReader reader() {
        MessageReader now = reader;
        if (now == null) {
            now = new MessageReader(
                    this, stream().side().context().memory(), settings().maxMessage());
            reader = now;
        }
        return now;
    }

    /** Returns whether a message is incomplete. */
    final boolean inMessage() {
        return reader != null && reader.inMessage();
    }

    @Override
    protected final @Nullable Arriving arriving() {
        if (!inMessage()) {
            return null;
        }
        Assembly partial = reader().partial();
        return partial == null
                ? new Arriving(stream().nowNanos(), stream().nowNanos())
                : new Arriving(partial.startedNanos(), partial.grownNanos());
    }

    /** Returns the compressor of a message; the client must have named it. */
    final @Nullable Compressor compressor(boolean compressed) {
        if (compressed && route().encoding() == null) {
            throw new RpcException(
                    StatusCode.INTERNAL,
                    "a compressed message of a request that names no encoding (expected: gzip, or another)");
        }
        return compressed ? route().encoding() : null;
    }

    @Override
    protected final int headroom() {
        return MessageReader.PREFIX;
    }

    /** Compresses the message behind its prefix, if that makes it shorter, and completes the prefix. */
    @Override
    protected final boolean compress(MessageOutput out) throws IOException {
        boolean compressed = super.compress(out);
        MessageReader.putPrefix(out.array(), compressed, out.position() - MessageReader.PREFIX);
        return compressed;
    }

    @Override
    public void closed() {
        MessageReader partial = reader;
        if (partial != null) {
            partial.close();
        }
        super.closed();
    }
}
