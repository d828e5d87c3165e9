package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that requests more than the server buffers for it, and reads nothing until it is told to. */
final class DeafReader implements AutoCloseable {
    private static final int BLOCKS = 32;
    private static final int SIZE = 1 << 20;

    private final Ledger ledger;
    private final Duration deadline;
    private final FaultyProxy proxy;
    private final RpcClient client;
    private final Numbered numbered;
    private final AtomicInteger right = new AtomicInteger();

    /** Makes one whose calls have that deadline. */
    DeafReader(String address, Ledger ledger, Duration deadline) throws IOException {
        this.ledger = ledger;
        this.deadline = deadline;
        this.proxy = FaultyProxy.to(address);
        this.client = RpcClient.to(proxy.address());
        this.numbered = client.stub(Numbered.class, CallOptions.deadline(deadline));
    }

    /** Makes its calls once it is connected, and stops reading. */
    void ask() {
        block().join();
        proxy.deaf(true);
        for (int i = 1; i < BLOCKS; i++) {
            block();
        }
    }

    private CompletableFuture<byte[]> block() {
        long number = ledger.next();
        Ledger.Span span = Ledger.Span.now(deadline);
        return numbered.block(number, SIZE).whenComplete((block, failure) -> {
            boolean same = failure == null && Arrays.equals(block, Numbered.bytes(number, SIZE));
            ledger.ended(number, span, failure != null || same, failure);
            right.addAndGet(same ? 1 : 0);
        });
    }

    /** Resumes reading. */
    void read() {
        proxy.deaf(false);
    }

    /** Returns whether it has received everything that it asked for. */
    boolean served() {
        return right.get() == BLOCKS;
    }

    @Override
    public void close() throws IOException {
        client.close();
        proxy.close();
    }
}
