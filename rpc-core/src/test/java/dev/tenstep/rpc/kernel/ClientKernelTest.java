package dev.tenstep.rpc.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.client.Things;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ClientKernelTest {

    /** Passes the outcome on, and changes the thread's state. */
    private record Changing(ReplyTo next) implements ReplyTo {
        @Override
        public void reply(Reply reply) {
            change();
            next.reply(reply);
        }

        @Override
        public void fail(RpcException failure) {
            change();
            next.fail(failure);
        }

        @SuppressWarnings("ThreadPriorityCheck") // filters may change the priority
        private static void change() {
            Thread thread = Thread.currentThread();
            thread.interrupt();
            thread.setName("a filter's");
            thread.setContextClassLoader(null);
            thread.setPriority(Thread.MIN_PRIORITY);
        }
    }

    private static String look() {
        Thread thread = Thread.currentThread();
        return thread.isInterrupted() + " " + thread.getName() + " " + thread.getContextClassLoader() + " "
                + thread.getPriority();
    }

    @Test
    void filterLeavesTheDeliveringThreadUnchanged() {
        Things things = new Things().filter((call, replyTo, next) -> next.exchange(call, new Changing(replyTo)));
        String before = look();
        CompletableFuture<Object> failed = things.call("put");
        things.last().fail(new RpcException(StatusCode.ABORTED, "no"));
        assertThat(look()).isEqualTo(before);
        assertThat(failed).isCompletedExceptionally();
        CompletableFuture<Object> answered = things.call("get");
        things.last().answer("yes");
        assertThat(look()).isEqualTo(before);
        assertThat(answered).isCompletedWithValue("yes");
    }
}
