package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

final class LeakWatchTest {

    @Test
    void unreleasedBufferIsReported() {
        loseABuffer();

        assertThat(LeakWatch.leaks()).hasSize(1).first().asString().contains("ByteBuf", "not released", "loseABuffer");
    }

    private static void loseABuffer() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).writeInt(1);
    }

    @Test
    void releasedBufferIsNotReported() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();

        assertThat(LeakWatch.leaks()).isEmpty();
    }
}
