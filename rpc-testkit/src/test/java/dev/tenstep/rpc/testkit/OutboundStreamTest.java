package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.OutboundStream;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a publisher is asked for: what can be sent soon, however much the receiver grants. */
final class OutboundStreamTest {
    private static final int BLOCK = 64 << 10;

    /** Elements are blocks. */
    private static final Codec BLOCKS = new Codec() {
        @Override
        public void encode(@Nullable Object value, MessageOutput out) throws IOException {
            out.write(new byte[BLOCK]);
        }

        @Override
        public Object decode(MessageInput in) {
            throw new UnsupportedOperationException();
        }
    };

    /** Publishes nothing by itself, and counts what it is asked for. */
    private static final class Asked implements Flow.Subscription {
        private long elements;

        @Override
        public void request(long n) {
            elements += n;
        }

        @Override
        public void cancel() {}
    }

    private final CountingSink sink = new CountingSink();
    private final Asked asked = new Asked();
    private final OutboundStream stream = new OutboundStream(
            BLOCKS,
            "the test's stream",
            Runnable::run,
            thrown -> new RpcException(StatusCode.UNKNOWN, String.valueOf(thrown)),
            sink);

    private void publish(int elements) {
        for (int i = 0; i < elements; i++) {
            stream.onNext(i);
        }
        assertThat(sink.failure).isNull();
    }

    @Test
    void publisherIsAskedForWhatCanBeSentSoon() {
        stream.onSubscribe(asked);
        stream.grant(1, BLOCK);
        publish(1);
        stream.grant(1000, 1000L * BLOCK);
        long before = asked.elements;
        publish(100);
        assertThat(sink.items).isEqualTo(101);
        assertThat(asked.elements - before).isBetween(95L, 105L);
        assertThat(asked.elements - sink.items).isLessThanOrEqualTo(5);
    }

    @Test
    void publisherIsAskedForNothingWhileThereIsNoRoom() {
        stream.onSubscribe(asked);
        sink.room = false;
        stream.grant(1000, 1000L * BLOCK);
        publish(1);
        assertThat(asked.elements).isZero();
        assertThat(sink.items).isZero();
        sink.room = true;
        stream.resume();
        assertThat(sink.items).isEqualTo(1);
        assertThat(asked.elements).isPositive();
    }
}
