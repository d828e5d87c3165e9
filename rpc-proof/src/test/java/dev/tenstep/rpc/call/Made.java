package dev.tenstep.rpc.call;

import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What calls are made of; the same for all of them. */
final class Made {
    static final MethodBinding LATER = binding("later");
    static final MethodHandle PROCEDURE = MethodHandles.constant(Object.class, 7);
    static final Reply REPLY = new ResultReply(LATER, 7, Metadata.EMPTY);

    private Made() {}

    /** The service. */
    @RpcService
    interface Api {
        @Idempotent
        CompletableFuture<Integer> later(int number);
    }

    static RpcException lost() {
        return new RpcException(StatusCode.UNAVAILABLE, "the connection is lost");
    }

    static RpcException late() {
        return new RpcException(StatusCode.DEADLINE_EXCEEDED, "late");
    }

    static RpcException unwanted() {
        return new RpcException(StatusCode.CANCELLED, "nobody waits any more");
    }

    static RpcException refused() {
        return RpcException.notStarted(StatusCode.UNAVAILABLE, "refused", null).fromServer(true);
    }

    private static MethodBinding binding(String method) {
        MethodContract contract =
                Objects.requireNonNull(ServiceContract.of(Api.class).method(method));
        return MethodBinding.bind(0, contract, new TinySerializer());
    }

    static ClientHandle handle(Exchange exchange) {
        return new ClientHandle(
                exchange, CallOptions.DEFAULT, new ClientHandle.Environment(List.of(), null, 0, new AtomicLong()));
    }

    static OutgoingCall outgoing(MethodBinding binding) {
        return new OutgoingCall(binding, handle((call, replyTo) -> {}), new @Nullable Object[] {1}, 0);
    }

    /** Retries of what is sent through it, with a clock that stands still. */
    static Retry retry(Exchange kernel) {
        Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 20, 10, 1);
        return new Retry(kernel, settings, new NoTimer(), () -> 1);
    }

    private record NoTimer() implements RetryTimer {
        @Override
        public long nanoTime() {
            return 1;
        }

        @Override
        public Runnable after(long nanos, Runnable task) {
            throw new IllegalStateException("nothing waits here");
        }

        @Override
        public void close() {}
    }
}
