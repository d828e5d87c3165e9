package dev.tenstep.rpc.transport.netty.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.ByteBuf;
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

    /** A message that is written in one turn, once the peer accepts it. */
    private static final class Whole extends LongMessage {
        private final int call;
        private boolean accepted = true;

        Whole(int call, MessageOutput message, boolean ofStream) {
            super(message, ofStream);
            this.call = call;
        }

        @Override
        public int callId() {
            return call;
        }

        @Override
        public boolean unsent() {
            return true;
        }

        @Override
        protected Turn write(ByteBuf out) {
            if (!accepted) {
                return Turn.BLOCKED;
            }
            out.writeBytes(output().array(), 0, length());
            return Turn.REST;
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
                MessageOutput frame = new MessageOutput(BLOCK);
                frame.position(BLOCK);
                outbox.add(new Whole(call, frame, true));
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
        end.outbox.add(new Whole(1, end.outbox.cut(0), false));
        assertThat(end.outbox.takesItems()).isTrue();
        end.channel.finishAndReleaseAll();
    }

    @Test
    void endOfALongMessageOvertakesNoneOfItsParts() {
        Streaming end = new Streaming();
        MessageOutput frame = new MessageOutput(1);
        frame.position(1);
        end.outbox.add(new LongMessage(frame, true) {
            @Override
            public int callId() {
                return 1;
            }

            @Override
            public boolean unsent() {
                return true;
            }

            @Override
            protected Turn write(ByteBuf out) {
                out.writeByte(1);
                for (int i = 0; i < Outbox.SLICE_MESSAGES; i++) {
                    end.outbox.append(new byte[] {2}, 0, 1);
                    end.outbox.frameDone();
                }
                return Turn.REST;
            }
        });
        end.channel.runPendingTasks();
        ByteBuf first = end.channel.readOutbound();
        assertThat(first.readByte()).isEqualTo((byte) 1);
        ByteBuf second = end.channel.readOutbound();
        assertThat(second.readableBytes()).isEqualTo(Outbox.SLICE_MESSAGES);
        first.release();
        second.release();
        end.channel.finishAndReleaseAll();
    }

    @Test
    void blockedMessageHoldsUpNoOther() {
        Streaming end = new Streaming();
        MessageOutput frame = new MessageOutput(4 * BLOCK);
        frame.position(4 * BLOCK);
        Whole blocked = new Whole(1, frame, true);
        blocked.accepted = false;
        end.outbox.add(blocked);
        assertThat(end.outbox.takesItems()).isFalse();
        end.channel.runPendingTasks();
        assertThat(end.outbox.takesItems()).isTrue();
        assertThat(end.outbox.unwritten()).isEqualTo(4 * BLOCK);
        end.gather(1);
        end.channel.runPendingTasks();
        assertThat(end.outbox.unwritten()).isEqualTo(4 * BLOCK);
        blocked.accepted = true;
        end.outbox.unblock(blocked);
        end.channel.runPendingTasks();
        assertThat(end.outbox.isEmpty()).isTrue();
        end.channel.finishAndReleaseAll();
    }

    @Test
    void blockedMessageThatIsDroppedCountsNoMore() {
        Streaming end = new Streaming();
        MessageOutput frame = new MessageOutput(BLOCK);
        frame.position(BLOCK);
        Whole blocked = new Whole(1, frame, true);
        blocked.accepted = false;
        end.outbox.add(blocked);
        end.channel.runPendingTasks();
        end.outbox.forget(blocked);
        assertThat(end.outbox.unwritten()).isZero();
        end.channel.finishAndReleaseAll();
    }
}
