package dev.tenstep.rpc.transport.netty.connection;

import static dev.tenstep.rpc.call.StatusCode.CANCELLED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.tenstep.FakeCall;
import dev.tenstep.rpc.transport.netty.tenstep.GoldenService;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests what happens to a call's outgoing stream before it is created. */
final class CallStreamsTest {
    private final MethodBinding upload = GoldenService.binding(0, "echo");
    private final FakeCall call = FakeCall.of(upload);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Streams streams = new Streams(new Connection(channel), 2);
    private final Texts texts = new Texts();

    private static final class Connection extends FramedConnection {
        Connection(EmbeddedChannel channel) {
            super(
                    channel,
                    KernelSettings.DEFAULT,
                    new OutputPool(),
                    new MemoryBudget(64 << 20).share(1 << 20),
                    new FrameReader.Format("nothing", new byte[0], 1));
        }

        @Override
        public int frameLength(byte[] array, int start, int end) {
            return 1;
        }

        @Override
        public void frame(byte[] array, int start, int end) {}

        @Override
        public void drained(Object first, Object second, byte[] array, int offset, int length) {
            ((Streams) first).departed++;
        }

        @Override
        protected void violated(ProtocolException violation) {
            throw violation;
        }

        @Override
        protected void closed(String why) {}
    }

    private static final class Streams extends CallStreams {
        private final List<String> ends = new ArrayList<>();
        private int departed;

        Streams(FramedConnection connection, int firstMessages) {
            super(connection, firstMessages, 1 << 20);
        }

        @Override
        protected void complete(MessageOutput element) {}

        @Override
        public int headroom() {
            return 0;
        }

        @Override
        public int maxMessage() {
            return 1 << 20;
        }

        @Override
        public void end() {
            ends.add("end");
        }

        @Override
        public void fail(RpcException failure) {
            ends.add("fail: " + failure.getMessage());
        }

        @Override
        public void grant(int messages, int bytes) {}

        @Override
        public void cancel() {}
    }

    /** Gives as many texts as are requested. */
    private static final class Texts implements Flow.Publisher<String>, Flow.Subscription {
        private Flow.Subscriber<? super String> subscriber;
        private boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super String> to) {
            subscriber = to;
            to.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            for (long i = 0; i < n && !cancelled; i++) {
                subscriber.onNext("text");
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private void send() {
        streams.send(requireNonNull(upload.element()), "the texts", call, texts);
        channel.runPendingTasks();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void streamOfACallThatWasGivenUpFails() {
        streams.abort(new RpcException(CANCELLED, "given up"));
        send();
        assertThat(streams.ends).containsExactly("fail: given up");
        assertThat(texts.cancelled).isTrue();
        assertThat(streams.departed).isZero();
    }

    @Test
    void streamOfACallThatHasEndedIsCancelledWithoutAWord() {
        streams.finish();
        send();
        assertThat(streams.ends).isEmpty();
        assertThat(texts.cancelled).isTrue();
        assertThat(streams.departed).isZero();
    }

    @Test
    void whatThePeerGrantsFirstCounts() {
        streams.granted(3, 0);
        send();
        assertThat(streams.departed).isEqualTo(5);
        streams.granted(1, 0);
        channel.runPendingTasks();
        assertThat(streams.departed).isEqualTo(6);
    }
}
