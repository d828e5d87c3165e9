package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.client.ClientEnvironment;
import dev.tenstep.rpc.client.ClientHandle;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A call of every kind of {@link FuzzedService}, on one connection whose server sends anything. */
public final class FuzzedCalls {
    private static final List<String> METHODS = List.of("next", "text", "refuse", "sum", "count", "echo");

    private final ConnectionOwner owner = new FuzzedOwner(new MemoryBudget(Fed.SETTINGS.maxHeld()));
    private final List<MethodBinding> bindings = new ArrayList<>();

    /** Makes those of a client with that serializer. */
    public FuzzedCalls(Serializer serializer) {
        for (String method : METHODS) {
            bindings.add(MethodBinding.bind(
                    bindings.size(),
                    Objects.requireNonNull(
                            ServiceContract.of(FuzzedService.class).method(method)),
                    serializer));
        }
    }

    /** The owner of the connection. */
    public ConnectionOwner owner() {
        return owner;
    }

    /** Makes the calls, and returns what each has ended with: nothing yet. */
    public List<List<String>> begin(Exchange connection) {
        return bindings.stream().map(method -> call(connection, method)).toList();
    }

    /** Checks, when the connection is closed, that each call has ended once, and that nothing is held. */
    public void check(List<List<String>> ends) {
        for (List<String> each : ends) {
            if (each.size() != 1) {
                throw new IllegalStateException("ends of each call: " + ends);
            }
        }
        if (owner.budget().held() != 0) {
            throw new IllegalStateException(
                    "a connection that is closed holds " + owner.budget().held() + " bytes of its client's");
        }
    }

    /** Makes a call, and notes whenever it ends. */
    private static List<String> call(Exchange connection, MethodBinding method) {
        ClientHandle handle = new ClientHandle(
                connection, CallOptions.DEFAULT, new ClientEnvironment(List.of(), null, 0, new AtomicLong()));
        List<String> ends = new ArrayList<>();
        try {
            Object returned = handle.call(method, parameters(method.method().name()));
            if (returned instanceof CompletableFuture<?> future) {
                future.whenComplete((result, thrown) -> ends.add(String.valueOf(thrown == null ? result : thrown)));
            } else if (returned instanceof Flow.Publisher<?> results) {
                results.subscribe(new Results(new ArrayList<>(), ends));
            }
        } catch (Throwable e) {
            throw new IllegalStateException("an async call throws nothing", e);
        }
        return ends;
    }

    private static @Nullable Object[] parameters(String method) {
        Counted<Object> three = new Counted<>(3, i -> "echo".equals(method) ? "text " + i : (Object) i);
        return switch (method) {
            case "refuse" -> new @Nullable Object[0];
            case "sum" -> new @Nullable Object[] {1, three};
            case "count" -> new @Nullable Object[] {1, 3};
            case "echo" -> new @Nullable Object[] {three};
            default -> new @Nullable Object[] {1};
        };
    }

    private record Results(List<Object> elements, List<String> ends) implements Flow.Subscriber<Object> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object element) {
            elements.add(element);
        }

        @Override
        public void onError(Throwable thrown) {
            ends.add(elements + " " + thrown);
        }

        @Override
        public void onComplete() {
            ends.add(elements.toString());
        }
    }
}
