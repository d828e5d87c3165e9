package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a connection has room for one more message. */
final class OutboxTest {
    private static final int MOST = 1000;

    /** Asks for room in the middle of its own close, when it is open and not writable any more. */
    private static final class Closing extends EmbeddedChannel {
        private final Outbox outbox =
                new Outbox(this, (first, second, array, offset, length) -> {}, MOST, new Scratch());
        private final List<Boolean> room = new ArrayList<>();

        @Override
        protected void doClose() throws Exception {
            assertThat(isOpen()).isTrue();
            room.add(outbox.hasRoom());
            super.doClose();
        }
    }

    @Test
    void connectionThatIsBeingClosedIsNotTakenForAFullOne() {
        Closing channel = new Closing();
        channel.close();
        assertThat(channel.room).containsExactly(true);
        assertThat(channel.outbox.hasRoom()).isTrue();
    }

    @Test
    void connectionWithAsMuchUnwrittenAsMayBeHasNoRoom() {
        Closing channel = new Closing();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(MOST / 2, MOST));
        assertThat(channel.outbox.hasRoom()).isTrue();
        channel.write(Unpooled.wrappedBuffer(new byte[2 * MOST]));
        assertThat(channel.outbox.hasRoom()).isFalse();
        channel.close();
        assertThat(channel.outbox.hasRoom()).isTrue();
    }
}
