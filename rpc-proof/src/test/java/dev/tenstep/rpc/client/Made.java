package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.worker.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The building blocks of calls, the same for all races. */
public final class Made {
    public static final MethodBinding LATER = binding("later");
    public static final Reply REPLY = Reply.of(LATER, 7);

    private Made() {}

    /** The service. */
    @RpcService
    interface Api {
        @Idempotent
        CompletableFuture<Integer> later(int number);
    }

    public static RpcException lost() {
        return new RpcException(StatusCode.UNAVAILABLE, "the connection is lost");
    }

    public static RpcException late() {
        return new RpcException(StatusCode.DEADLINE_EXCEEDED, "late");
    }

    public static RpcException unwanted() {
        return new RpcException(StatusCode.CANCELLED, "nobody waits any more");
    }

    public static RpcException refused() {
        return RpcException.notStarted(StatusCode.UNAVAILABLE, "refused", null).fromServer(true);
    }

    private static MethodBinding binding(String method) {
        MethodContract contract =
                Objects.requireNonNull(ServiceContract.of(Api.class).method(method));
        return MethodBinding.bind(0, contract, new TinySerializer());
    }

    public static ClientHandle handle(Exchange exchange) {
        return new ClientHandle(
                exchange, CallOptions.DEFAULT, new ClientEnvironment(List.of(), null, 0, new AtomicLong()));
    }

    public static OutgoingCall outgoing(MethodBinding binding) {
        return new OutgoingCall(binding, handle((call, replyTo) -> {}), new @Nullable Object[] {1}, 0);
    }

    /** Returns the retries of what is sent through it, with a clock that stands still. */
    public static Retry retry(Exchange kernel) {
        Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 20, 10, () -> false);
        return new Retry(kernel, settings, new NoTimer(), () -> 1);
    }

    private record NoTimer() implements Timer {
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
