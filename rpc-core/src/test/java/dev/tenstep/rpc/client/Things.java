package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.worker.FakeTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A service for tests of everything between the handle and the kernels, with a kernel that records its calls. */
public final class Things implements Exchange {
    public final FakeTimer timer = new FakeTimer();
    /** The recorded attempts, in order. */
    public final List<Sent> sent = new ArrayList<>();

    private final List<Filter> filters = new ArrayList<>();
    private final List<StepListener> listeners = new ArrayList<>();
    private Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 20, 10, () -> false);
    private @Nullable Retry retry;

    /** The service. */
    @RpcService
    interface Api {
        @Idempotent
        CompletableFuture<String> get(int id);

        CompletableFuture<String> put(int id);

        @Idempotent
        CompletableFuture<String> declared(int id) throws InterruptedException;

        @Idempotent
        CompletableFuture<String> upload(Flow.Publisher<String> lines);
    }

    /** An attempt that the kernel was given. */
    public record Sent(Call call, ReplyTo replyTo) {
        public void answer(String result) {
            ClientKernel.deliver(call, replyTo, call.replyWith(result));
        }

        public void fail(RpcException failure) {
            ClientKernel.deliverFailure(call, replyTo, failure);
        }
    }

    /** A generator that draws the maximum each time. */
    private static final class Highest implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    /** A codec that writes and reads nothing. */
    private record Nothing() implements Serializer, Codec {
        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public Codec bind(MethodContract method, MessageShape shape) {
            return this;
        }

        @Override
        public void encode(@Nullable Object value, MessageOutput out) {}

        @Override
        public @Nullable Object decode(MessageInput in) {
            return null;
        }
    }

    public Things filter(Filter filter) {
        filters.add(filter);
        return this;
    }

    public Things listener(StepListener listener) {
        listeners.add(listener);
        return this;
    }

    Things retries(Retry.Settings newSettings) {
        settings = newSettings;
        return this;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        sent.add(new Sent(call, replyTo));
    }

    Retry retry() {
        Retry made = retry;
        if (made == null) {
            made = new Retry(this, settings, timer, new Highest());
            retry = made;
        }
        return made;
    }

    /** Makes a call; returns what its caller gets. */
    public CompletableFuture<Object> call(String method, CallOptions options, Object parameter) {
        return call(Filter.chain(filters, retry()), method, options, parameter);
    }

    private CompletableFuture<Object> call(Exchange through, String method, CallOptions options, Object parameter) {
        MethodContract contract = ServiceContract.of(Api.class).methods().stream()
                .filter(m -> m.name().equals(method))
                .findFirst()
                .orElseThrow();
        ClientHandle handle = new ClientHandle(
                through, options, new ClientEnvironment(List.copyOf(listeners), null, 0, new AtomicLong()));
        try {
            @SuppressWarnings("unchecked")
            CompletableFuture<Object> call = (CompletableFuture<Object>)
                    handle.call(MethodBinding.bind(0, contract, new Nothing()), new Object[] {parameter});
            return call;
        } catch (Throwable e) {
            throw new AssertionError("an async call throws nothing", e);
        }
    }

    public CompletableFuture<Object> call(String method) {
        return call(method, CallOptions.DEFAULT, 1);
    }

    public CompletableFuture<Object> callThrough(Exchange exchange, String method) {
        return callThrough(exchange, method, CallOptions.DEFAULT);
    }

    public CompletableFuture<Object> callThrough(Exchange exchange, String method, CallOptions options) {
        return call(exchange, method, options, 1);
    }

    public Sent last() {
        return sent.get(sent.size() - 1);
    }

    public static RpcException refusal(StatusCode code) {
        return RpcException.notStarted(code, "refused", null).fromServer(true);
    }

    public static RpcException failure(StatusCode code) {
        return new RpcException(code, "failed");
    }
}
