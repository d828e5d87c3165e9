package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.OutboundStream;
import java.io.IOException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/** The subscriber that takes the elements of a user's publisher follows the rules for subscribers. */
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
                                new CountingSink());
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
