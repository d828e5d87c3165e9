package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.TestPort;
import dev.tenstep.rpc.worker.WorkerPool;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests what a server's last go-away promises about unanswered calls. */
final class LastGoAwayTest {
    private static WorkerPool pool;
    private static Services services;
    private static ServerKernel kernel;

    @BeforeAll
    static void makeKernel() throws IOException {
        pool = new WorkerPool("last-go-away", 1, 1);
        services = GoldenService.services(pool);
        kernel = TestPort.server(services, GoldenService.COMPRESSION);
    }

    @AfterAll
    static void closeKernel() {
        kernel.close(Duration.ZERO);
        pool.close();
    }

    private static EmbeddedChannel connected() {
        return GoldenServerTest.connected(kernel);
    }

    @Test
    void lastGoAwayPromisesThatUnansweredCallsWereNotStarted() {
        EmbeddedChannel channel = connected();
        byte[] sent = Golden.bytes("hello");
        GoldenServerTest.feed(channel, sent, 0, sent.length);
        ((TenstepServerConnection) channel.pipeline().last())
                .farewell(TenstepConnection.GoAwayReason.IDLE, "no call for 600 s");

        assertThat(GoldenServerTest.written(channel)).isEqualTo(Golden.bytes("hello", "go-away-last"));
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    /** A network that accepts writes and never completes them. */
    private static final class Stuck extends ChannelOutboundHandlerAdapter {
        private final Bytes taken = new Bytes();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ByteBuf buffer = (ByteBuf) message;
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            buffer.release();
            taken.raw(bytes);
        }
    }

    @Test
    void lastGoAwayPromisesNothingAfterATruncatedAnswer() {
        EmbeddedChannel channel = connected();
        Stuck network = new Stuck();
        channel.pipeline().addFirst(network);
        byte[] text = GoldenServerTest.declare(5, "text");
        byte[] sent = RawPeer.concat(
                Golden.bytes("hello"),
                text,
                Frames.request()
                        .method(5)
                        .call(0)
                        .message(Bytes.tinyParameters(1 << 20))
                        .build());
        GoldenServerTest.feed(channel, sent, 0, sent.length);
        ((TenstepServerConnection) channel.pipeline().last())
                .farewell(TenstepConnection.GoAwayReason.IDLE, "no call for 600 s");

        byte[] written = network.taken.array();
        assertThat(written.length).as("bytes, the answer's among them").isBetween(1 << 10, 1 << 20);
        byte[] last = Golden.bytes("go-away-last");
        assertThat(last[5]).as("flags if all answers are complete").isEqualTo((byte) 8);
        last[5] = 0;
        assertThat(Arrays.copyOfRange(written, written.length - last.length, written.length))
                .isEqualTo(last);
        channel.finishAndReleaseAll();
    }
}
