package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A client that calls a server without a pause while somebody else is attacked, and of whose calls none may fail. */
final class Victim implements AutoCloseable {
    private static final int FEW = 20;

    private final RpcClient client;
    private final Thread thread;
    private final AtomicLong calls = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private Victim(RpcClient client) {
        this.client = client;
        this.thread = new Thread(() -> call(), "victim");
    }

    /** Starts one. */
    static Victim of(String address) {
        RpcClient client = RpcClient.builder()
                .to(address)
                .protocol("grpc")
                .serializer(new TinySerializer())
                .build();
        Victim victim = new Victim(client);
        victim.thread.start();
        victim.awaitMore();
        return victim;
    }

    private void call() {
        Counting counting = client.stub(Counting.class);
        int number = 0;
        while (!over) {
            try {
                assertThat(counting.next(number)).isEqualTo(number + 1);
                number++;
                calls.incrementAndGet();
            } catch (Throwable e) {
                failures.add(e);
                return;
            }
        }
    }

    /** Waits until further calls have succeeded. */
    void awaitMore() {
        long before = calls.get();
        Eventually.until("more calls succeed", () -> calls.get() >= before + FEW || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    @Override
    public void close() {
        over = true;
        Eventually.until("the last call has ended", () -> !thread.isAlive());
        client.close();
    }
}
