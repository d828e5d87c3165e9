package dev.tenstep.rpc.benchmarks.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in the bytes read and shows each to the receiver in place. Only the tail of an incomplete frame is
 * copied. In the event loop.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {
    private final Receiver receiver;
    private @Nullable ByteBuf tail;

    FrameReader(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        ByteBuf bytes = read;
        if (tail != null) {
            bytes = tail.writeBytes(read);
            tail = null;
            read.release();
        }
        while (bytes.readableBytes() >= Frames.LENGTH_BYTES) {
            int length = Frames.LENGTH_BYTES + bytes.getInt(bytes.readerIndex());
            if (bytes.readableBytes() < length) {
                break;
            }
            receiver.received(bytes, bytes.readerIndex(), length);
            bytes.skipBytes(length);
        }
        keep(context, bytes);
    }

    private void keep(ChannelHandlerContext context, ByteBuf bytes) {
        if (bytes.isReadable()) {
            tail = context.alloc().directBuffer(Math.max(64 * 1024, 2 * bytes.readableBytes()));
            tail.writeBytes(bytes);
        }
        bytes.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        receiver.burstRead();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (tail != null) {
            tail.release();
            tail = null;
        }
        receiver.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        cause.printStackTrace();
        var unused = context.close();
    }

    /** One peer's reaction to frames. */
    interface Receiver {
        /** Receives a frame at this index; the buffer is lent for the duration of the call. */
        void received(ByteBuf bytes, int at, int length);

        void burstRead();

        void closed();
    }
}
