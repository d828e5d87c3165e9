package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.call.OutboundStream;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.StreamSink;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/** What takes the elements of a user's publisher keeps the rules for subscribers. */
final class OutboundStreamRulesTest {

    private static final class Bytes implements Codec {
        @Override
        public void encode(@Nullable Object value, MessageOutput out) throws IOException {
            out.write(((Integer) value) & 0x7f);
        }

        @Override
        public Object decode(MessageInput in) {
            return in.read();
        }
    }

    private static final class Nowhere implements StreamSink {
        @Override
        public void item(MessageOutput frame) {}

        @Override
        public int headroom() {
            return 0;
        }

        @Override
        public void end() {}

        @Override
        public void fail(RpcException failure) {}

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public int maxMessage() {
            return 1024;
        }
    }

    @TestFactory
    Stream<DynamicTest> subscriberKeepsTheRules() {
        return ReactiveStreamsRules.tests(
                () -> new FlowSubscriberBlackboxVerification<Object>(ReactiveStreamsRules.environment()) {
                    @Override
                    public Flow.Subscriber<Object> createFlowSubscriber() {
                        OutboundStream stream = new OutboundStream(
                                new Bytes(),
                                "a stream",
                                Runnable::run,
                                thrown -> new RpcException(StatusCode.UNKNOWN, String.valueOf(thrown)),
                                new Nowhere());
                        stream.grant(10, 1000);
                        return stream;
                    }

                    @Override
                    public Integer createElement(int element) {
                        return element;
                    }
                });
    }
}
