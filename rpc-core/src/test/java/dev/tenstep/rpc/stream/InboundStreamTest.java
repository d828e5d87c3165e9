package dev.tenstep.rpc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in lent arrays arrive intact, whether they are decoded at once or wait. */
final class InboundStreamTest {
    /** A codec whose messages are texts. */
    private static final Codec TEXTS = new Codec() {
        @Override
        public void encode(@Nullable Object value, MessageOutput out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Object decode(MessageInput in) {
            String text = new String(in.array(), in.position(), in.remaining(), StandardCharsets.UTF_8);
            if (text.equals("bad")) {
                throw new IllegalArgumentException(text);
            }
            return text.equals("null") ? null : text;
        }
    };

    /** Records the messages to the sender. */
    private static final class Feed implements CreditSink {
        private int cancels;

        @Override
        public void grant(int messages, int bytes) {}

        @Override
        public void cancel() {
            cancels++;
        }
    }

    /** Records its signals, and requests this many more each time. */
    private static final class Recorder implements Flow.Subscriber<Object> {
        private final List<String> heard = new ArrayList<>();
        private final int first;
        private final int more;
        private Flow.@Nullable Subscription subscription;

        Recorder(int first, int more) {
            this.first = first;
            this.more = more;
        }

        void request(int n) {
            if (subscription != null && n > 0) {
                subscription.request(n);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            request(first);
        }

        @Override
        public void onNext(Object element) {
            heard.add((String) element);
            if (element.equals("enough") && subscription != null) {
                subscription.cancel();
            }
            request(more);
        }

        @Override
        public void onError(Throwable failure) {
            heard.add("failed: " + failure.getMessage());
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }
    }

    /** A window with a fixed grant; a message's cost depends on its length. */
    private static final class Granted implements StreamWindow {
        private final IntUnaryOperator cost;
        private int left;

        Granted(int left, IntUnaryOperator cost) {
            this.left = left;
            this.cost = cost;
        }

        @Override
        public boolean open() {
            return left > 0;
        }

        @Override
        public boolean take(int length) {
            boolean granted = left > 0;
            left -= cost.applyAsInt(length);
            return granted;
        }

        @Override
        public void taken(int length, CreditSink to) {}

        @Override
        public void close() {}
    }

    private final Feed feed = new Feed();

    private InboundStream stream(Executor executor) {
        return stream(executor, new Granted(128, length -> 1));
    }

    private InboundStream stream(Executor executor, StreamWindow window) {
        return new InboundStream(TEXTS, "the test's stream", StatusCode.INTERNAL, executor, feed, window);
    }

    private InboundStream taken(Executor executor, Recorder recorder) {
        InboundStream stream = stream(executor);
        stream.subscribe(recorder);
        return stream;
    }

    /** Lends an array with the text in the middle, and overwrites it as soon as it is returned. */
    private static boolean lend(InboundStream stream, String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        byte[] lent = new byte[message.length + 10];
        System.arraycopy(message, 0, lent, 5, message.length);
        boolean granted = stream.item(lent, 5, 5 + message.length, null);
        Arrays.fill(lent, (byte) '?');
        return granted;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void elementsComeInOrderWhateverTheDemand(boolean inPlace) {
        InboundStream stream = stream(inPlace ? Call.IN_PLACE : Runnable::run);
        Recorder recorder = new Recorder(2, 0);
        lend(stream, "before");
        stream.subscribe(recorder);
        lend(stream, "at once");
        lend(stream, "waits");
        lend(stream, "waits too");
        assertThat(recorder.heard).containsExactly("before", "at once");
        recorder.request(1);
        assertThat(recorder.heard).containsExactly("before", "at once", "waits");
        recorder.request(2);
        lend(stream, "last");
        stream.end();
        assertThat(recorder.heard).containsExactly("before", "at once", "waits", "waits too", "last", "complete");
    }

    @Test
    void requestedElementIsDeliveredBeforeTheArrayGoesBack() {
        Recorder recorder = new Recorder(1, 1);
        InboundStream stream = taken(Call.IN_PLACE, recorder);
        for (int i = 0; i < 100; i++) {
            assertThat(lend(stream, "element " + i)).isTrue();
            assertThat(recorder.heard).hasSize(i + 1).endsWith("element " + i);
        }
    }

    @Test
    void arrayLentDuringAnotherThreadsTurnIsCopied() {
        List<Runnable> tasks = new ArrayList<>();
        Recorder recorder = new Recorder(10, 0);
        InboundStream stream = taken(tasks::add, recorder);
        lend(stream, "one");
        lend(stream, "two");
        assertThat(recorder.heard).isEmpty();
        tasks.forEach(Runnable::run);
        assertThat(recorder.heard).containsExactly("one", "two");
    }

    @Test
    void nothingIsSignalledAfterACancel() {
        Recorder recorder = new Recorder(10, 0);
        InboundStream stream = taken(Call.IN_PLACE, recorder);
        lend(stream, "enough");
        lend(stream, "too late");
        stream.end();
        assertThat(recorder.heard).containsExactly("enough");
        assertThat(feed.cancels).isOne();
    }

    @ParameterizedTest
    @CsvSource({"bad, java.lang.IllegalArgumentException: bad", "null, null (expected: an element)"})
    void unreadableElementEndsTheStream(String element, String why) {
        Recorder recorder = new Recorder(10, 0);
        InboundStream stream = taken(Call.IN_PLACE, recorder);
        lend(stream, element);
        lend(stream, "too late");
        assertThat(recorder.heard).containsExactly("failed: an element of the test's stream cannot be read: " + why);
        assertThat(feed.cancels).isOne();
    }

    @Test
    void elementBeyondTheGrantIsRefused() {
        InboundStream stream = stream(Call.IN_PLACE);
        for (int i = 0; i < 128; i++) {
            assertThat(lend(stream, "granted")).isTrue();
        }
        assertThat(stream.granted()).isFalse();
        assertThat(lend(stream, "not granted")).isFalse();
    }

    @Test
    void thousandsOfEmptyElementsFitAWindowThatCountsOnlyBytes() {
        InboundStream stream = stream(Call.IN_PLACE, new Granted(65_535, length -> length + 5));
        for (int i = 0; i < 13_107; i++) {
            assertThat(stream.granted()).isTrue();
            assertThat(lend(stream, "")).isTrue();
        }
        assertThat(lend(stream, "")).isFalse();
        Recorder recorder = new Recorder(20_000, 0);
        stream.subscribe(recorder);
        assertThat(recorder.heard).hasSize(13_107).containsOnly("");
    }
}
