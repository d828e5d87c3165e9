package dev.tenstep.rpc.benchmarks.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Flushes each message by itself, as most Netty programs do: one system call per message. */
record NaiveOutbox(Channel channel) implements Outbox {
    @Override
    public void send(int call, int code, byte[] body) {
        ByteBuf frame = channel.alloc().directBuffer(Frames.HEADER_BYTES + body.length);
        Frames.write(frame, call, code, body);
        var unused = channel.writeAndFlush(frame, channel.voidPromise());
    }

    @Override
    public void burstRead() {}
}
