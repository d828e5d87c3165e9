package dev.tenstep.rpc.benchmarks.floor;

import dev.tenstep.rpc.benchmarks.contender.Operation;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Answers each frame with one of the size of the operation's reply. */
final class FloorServer implements FrameReader.Receiver {
    private final Outbox outbox;
    private final byte[][] replies = Arrays.stream(Operation.values())
            .map(operation -> Frames.body(operation.replyBytes()))
            .toArray(byte[][]::new);

    FloorServer(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void received(ByteBuf bytes, int at, int length) {
        int code = bytes.getByte(at + Frames.OPERATION_AT);
        outbox.send(bytes.getInt(at + Frames.CALL_AT), code, replies[code]);
    }

    @Override
    public void burstRead() {
        outbox.burstRead();
    }

    @Override
    public void closed() {}
}
