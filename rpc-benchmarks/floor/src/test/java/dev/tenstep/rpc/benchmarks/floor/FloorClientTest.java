package dev.tenstep.rpc.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FloorClientTest {
    private final List<Integer> sent = new ArrayList<>();
    private final FloorClient client = new FloorClient(new Outbox() {
        @Override
        public void send(int call, int code, byte[] body) {
            sent.add(call);
        }

        @Override
        public void burstRead() {}
    });
    private final Calls<?> calls = client.calls(Operation.EXIST);

    /** A caller's thread may be descheduled while the others make thousands of calls. */
    @Test
    void callThatIsOvertakenByThousandsStillGetsItsReply() {
        List<Object> replies = new ArrayList<>();
        calls.call(0, (reply, failure) -> replies.add("overtaken " + reply + " " + failure));
        for (int number = 1; number <= 10_000; number++) {
            calls.call(number, (reply, failure) -> assertThat(failure).isNull());
            reply(sent.get(number));
        }

        assertThat(replies).isEmpty();
        reply(sent.get(0));
        assertThat(replies).containsExactly("overtaken true null");
    }

    @Test
    void lostConnectionEndsEveryCallOutstanding() {
        List<Throwable> failures = new ArrayList<>();
        calls.call(0, (reply, failure) -> failures.add(failure));
        calls.call(1, (reply, failure) -> failures.add(failure));
        client.closed();

        assertThat(failures).hasSize(2).doesNotContainNull();
    }

    private void reply(int call) {
        byte[] body = Frames.body(Operation.EXIST.replyBytes());
        ByteBuf frame = Unpooled.buffer(Frames.HEADER_BYTES + body.length);
        Frames.write(frame, call, Frames.code(Operation.EXIST), body);
        client.received(frame, 0, frame.readableBytes());
        frame.release();
    }
}
