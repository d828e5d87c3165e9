package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Implements {@link Probe}, and counts calls. */
public final class ProbeHandler implements Probe {
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger holding = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(1);

    /**
     * Returns the number of calls of {@link #next}, {@link #text}, {@link #textAtOnce} and {@link #hold} that have
     * begun.
     */
    public int started() {
        return started.get();
    }

    /** Returns the number of held calls. */
    public int holding() {
        return holding.get();
    }

    /** Ends all held calls, and lets later ones be held again. */
    public void letGo() {
        CountDownLatch open = gate;
        gate = new CountDownLatch(1);
        open.countDown();
    }

    @Override
    public int next(int number) {
        started.incrementAndGet();
        return number + 1;
    }

    @Override
    public CompletionStage<Integer> nextAtOnce(int number) {
        return CompletableFuture.completedFuture(number + 1);
    }

    @Override
    public String text(int length) {
        started.incrementAndGet();
        return "x".repeat(length);
    }

    @Override
    public CompletionStage<String> textAtOnce(int length) {
        return CompletableFuture.completedFuture(text(length));
    }

    @Override
    public int length(String text) {
        return text.length();
    }

    @Override
    public CompletionStage<Integer> lengthLater(String text) {
        return CompletableFuture.completedFuture(length(text));
    }

    @Override
    public int hold(int number) {
        CountDownLatch latch = gate;
        started.incrementAndGet();
        holding.incrementAndGet();
        try {
            if (!latch.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let go");
            }
            return number;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            holding.decrementAndGet();
        }
    }

    @Override
    public CompletionStage<Integer> holdLater(int number) {
        return CompletableFuture.completedFuture(hold(number));
    }

    @Override
    public int fail(String how) throws Refusal, Other {
        switch (how) {
            case "declared" -> throw new Refusal("not today", 7);
            case "unchecked" -> throw new IllegalStateException("secret");
            case "checked" -> ProbeHandler.<RuntimeException>sneak(new IOException("secret"));
            case "error" -> throw new AssertionError("secret");
            case "overflow" -> throw new StackOverflowError();
            case "memory" -> throw new OutOfMemoryError("secret");
            case "no message" -> throw new IllegalStateException();
            case "own cause" -> throw new OwnCause();
            case "status" -> throw new RpcException(StatusCode.NOT_FOUND, "no such number");
            case "relayed" ->
                throw RpcException.notStarted(StatusCode.UNAVAILABLE, "another server is down", null)
                        .fromServer(true);
            default -> throw new Other(how);
        }
        return 0;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** An exception whose cause is itself. */
    private static final class OwnCause extends RuntimeException {
        private static final long serialVersionUID = 1;

        OwnCause() {
            super("secret");
        }

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }

    @Override
    public @Nullable CompletionStage<String> failLater(String how) {
        return switch (how) {
            case "null stage" -> null;
            case "null" -> CompletableFuture.completedFuture(null);
            default -> CompletableFuture.failedFuture(new IllegalStateException("secret"));
        };
    }

    @Override
    public @Nullable String nothing() {
        return null;
    }
}
