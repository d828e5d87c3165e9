package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests when a connection has room for another message, and for the items of streams. */
final class OutboxTest {
    private static final int MOST = 1000;
    private static final int BLOCK = 64 << 10;

    /** Checks for room in the middle of its own close, while it is open but no longer writable. */
    private static final class Closing extends EmbeddedChannel {
        private final Outbox outbox = new Outbox(
                this,
                (first, second, array, offset, length) -> {},
                MOST,
                new OutputPool(),
                new MemoryBudget(64 << 20).share(1 << 20));
        private final List<Boolean> room = new ArrayList<>();

        @Override
        protected void doClose() throws Exception {
            assertThat(isOpen()).isTrue();
            room.add(outbox.hasRoom());
            super.doClose();
        }
    }

    /** An outbox that records when there is room again. */
    private static final class Streaming implements Outbox.Drain {
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final Outbox outbox =
                new Outbox(channel, this, 8 << 20, new OutputPool(), new MemoryBudget(64 << 20).share(1 << 20));
        private int roomChanges;

        @Override
        public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {}

        @Override
        public void roomChanged() {
            roomChanges++;
        }

        /** Makes that many streams send a block each. */
        void gather(int streams) {
            for (int call = 0; call < streams; call++) {
                MessageOutput frame = new MessageOutput(Wire.REPLY_HEADER + BLOCK);
                frame.position(Wire.REPLY_HEADER + BLOCK);
                Wire.putI32(frame.array(), 6, call);
                outbox.gather(call, frame);
            }
        }
    }

    @Test
    void closingConnectionIsNotMistakenForAFullOne() {
        Closing channel = new Closing();
        channel.close();
        assertThat(channel.room).containsExactly(true);
        assertThat(channel.outbox.hasRoom()).isTrue();
    }

    @Test
    void connectionAtTheUnwrittenLimitHasNoRoom() {
        Closing channel = new Closing();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(MOST / 2, MOST));
        assertThat(channel.outbox.hasRoom()).isTrue();
        channel.write(Unpooled.wrappedBuffer(new byte[2 * MOST]));
        assertThat(channel.outbox.hasRoom()).isFalse();
        channel.close();
        assertThat(channel.outbox.hasRoom()).isTrue();
    }

    @Test
    void streamsWaitForARoundOfTheirOwn() {
        Streaming end = new Streaming();
        end.gather(3);
        assertThat(end.outbox.takesItems()).isTrue();
        end.gather(1);
        assertThat(end.outbox.takesItems()).isFalse();
        assertThat(end.outbox.hasRoom()).isTrue();
        assertThat(end.roomChanges).isZero();
        end.channel.runPendingTasks();
        assertThat(end.outbox.takesItems()).isTrue();
        assertThat(end.roomChanges).isEqualTo(1);
        end.channel.finishAndReleaseAll();
    }

    @Test
    void streamsGoOnWhenAnotherIsDropped() {
        Streaming end = new Streaming();
        end.gather(4);
        assertThat(end.outbox.forget(2)).isTrue();
        assertThat(end.outbox.takesItems()).isTrue();
        assertThat(end.roomChanges).isEqualTo(1);
        end.channel.finishAndReleaseAll();
    }

    @Test
    void streamsDoNotWaitForLongMessages() throws IOException {
        Streaming end = new Streaming();
        MessageOutput own = end.outbox.own();
        own.write(new byte[1 << 20]);
        end.outbox.split(0, Wire.REPLY_HEADER, Wire.REPLY_HEADER);
        assertThat(end.outbox.takesItems()).isTrue();
        end.channel.finishAndReleaseAll();
    }
}
