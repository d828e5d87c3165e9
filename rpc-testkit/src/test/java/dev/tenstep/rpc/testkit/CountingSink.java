package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.StreamSink;
import org.jspecify.annotations.Nullable;

/** Accepts elements of a stream while there is room, and counts them. */
final class CountingSink implements StreamSink {
    boolean room = true;
    int items;
    int most = 128 << 10;
    int overhead;

    @Nullable
    RpcException failure;

    @Override
    public void item(MessageOutput frame) {
        items++;
    }

    @Override
    public int headroom() {
        return 0;
    }

    @Override
    public int overhead() {
        return overhead;
    }

    @Override
    public void end() {}

    @Override
    public void fail(RpcException why) {
        failure = why;
    }

    @Override
    public boolean ready() {
        return room;
    }

    @Override
    public int maxMessage() {
        return most;
    }
}
