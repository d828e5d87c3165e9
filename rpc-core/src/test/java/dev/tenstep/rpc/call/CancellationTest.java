package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CancellationTest {

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // listeners may change the priority
    void listenerLeavesTheFiringThreadUnchanged() {
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        ClassLoader loader = thread.getContextClassLoader();
        int priority = thread.getPriority();
        Cancellation cancellation = new Cancellation();
        cancellation.onCancel(why -> {
            thread.interrupt();
            thread.setName("a listener's");
            thread.setContextClassLoader(null);
            thread.setPriority(Thread.MIN_PRIORITY);
        });
        cancellation.cancel(new RpcException(StatusCode.CANCELLED, "enough"));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(thread.getName()).isEqualTo(name);
        assertThat(thread.getContextClassLoader()).isSameAs(loader);
        assertThat(thread.getPriority()).isEqualTo(priority);
    }
}
