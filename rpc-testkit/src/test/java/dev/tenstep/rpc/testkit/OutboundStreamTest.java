package dev.tenstep.rpc.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.OutboundStream;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The demand on a publisher: as much as can be sent soon, however much the receiver grants. */
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

    /** Elements are empty. */
    private static final Codec NOTHING = new Codec() {
        @Override
        public void encode(@Nullable Object value, MessageOutput out) {}

        @Override
        public Object decode(MessageInput in) {
            throw new UnsupportedOperationException();
        }
    };

    /** A subscription that publishes nothing by itself, and counts the requests. */
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
    void asMuchIsRequestedAsCanBeSentSoon() {
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
    void nothingIsRequestedWhileThereIsNoRoom() {
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

    @Test
    void elementLargerThanAMessageMayBeFailsTheStream() {
        stream.onSubscribe(asked);
        sink.most = BLOCK - 1;
        stream.onNext(1);
        assertThat(sink.failure)
                .isNotNull()
                .hasMessage("an element of the test's stream is larger than the message limit (65535 bytes)");
        assertThat(requireNonNull(sink.failure).code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
    }

    @Test
    void emptyElementsGoAsFarAsAWindowThatCountsBytesAloneReaches() {
        sink.overhead = 5;
        OutboundStream empty = new OutboundStream(
                NOTHING,
                "the test's stream",
                Runnable::run,
                failure -> new RpcException(StatusCode.UNKNOWN, "failed"),
                sink);
        empty.open(new Counted<>(20_000, i -> i), OutboundStream.ANY_NUMBER, 65_535);
        assertThat(sink.items).isEqualTo(13_107);
        assertThat(empty.waits()).isTrue();
        empty.grant(OutboundStream.ANY_NUMBER, 10);
        assertThat(sink.items).isEqualTo(13_109);
    }

    @Test
    void elementsGoAsFarAsTheFirstGrantReaches() {
        stream.open(new Counted<>(20_000, i -> i), 100, 3 * BLOCK - 1);
        assertThat(sink.items).isEqualTo(3);
        stream.grant(0, 1000L * BLOCK);
        assertThat(sink.items).isEqualTo(100);
        assertThat(stream.waits()).isTrue();
    }

    /** A stream whose elements are actions: each is run while it is encoded. */
    private final OutboundStream actions = new OutboundStream(
            new Codec() {
                @Override
                public void encode(@Nullable Object value, MessageOutput out) throws IOException {
                    ((Runnable) requireNonNull(value)).run();
                    out.write(1);
                }

                @Override
                public Object decode(MessageInput in) {
                    throw new UnsupportedOperationException();
                }
            },
            "the test's stream",
            Runnable::run,
            thrown -> new RpcException(StatusCode.UNKNOWN, String.valueOf(thrown)),
            sink);

    private void assertOutOfTurn(String when) {
        assertThat(sink.failure)
                .isNotNull()
                .hasMessage("the publisher of the test's stream gave an element " + when
                        + " (expected: one signal after another, as rules 1.3 and 1.7 of Reactive Streams require)");
        assertThat(requireNonNull(sink.failure).code()).isEqualTo(StatusCode.INTERNAL);
    }

    @Test
    void elementSignalledInAnotherThreadWhileOneIsEncodedFailsTheStream() throws Exception {
        actions.onSubscribe(asked);
        actions.grant(10, 1000);
        actions.onNext((Runnable) () -> {
            Thread second = new Thread(() -> actions.onNext((Runnable) () -> {}));
            second.start();
            join(second);
        });
        assertOutOfTurn("before the previous one was encoded");
        assertThat(sink.items).isZero();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void endSignalledWhileAnElementIsEncodedFailsTheStream() {
        actions.onSubscribe(asked);
        actions.grant(10, 1000);
        actions.onNext((Runnable) actions::onComplete);
        assertOutOfTurn("and the end at the same time");
    }

    @Test
    void elementAfterTheEndFailsAStreamThatStillHasElementsToSend() {
        actions.onSubscribe(asked);
        actions.grant(10, 1000);
        sink.room = false;
        actions.onNext((Runnable) () -> {});
        actions.onComplete();
        actions.onNext((Runnable) () -> {});
        assertOutOfTurn("after its last");
    }

    @Test
    void elementsSignalledByOneThreadAfterAnotherAreAccepted() {
        actions.onSubscribe(asked);
        actions.grant(100, 1000);
        for (int i = 0; i < 10; i++) {
            Thread next = new Thread(() -> actions.onNext((Runnable) () -> {}));
            next.start();
            join(next);
        }
        assertThat(sink.failure).isNull();
        assertThat(sink.items).isEqualTo(10);
    }
}
