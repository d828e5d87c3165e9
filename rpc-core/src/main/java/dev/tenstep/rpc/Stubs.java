package dev.tenstep.rpc;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.client.ClientHandle;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client's stubs: dynamic proxies over the bindings, made once for each interface and serializer. Thread-safe.
 */
final class Stubs {
    private static final Object[] NO_PARAMETERS = {};

    private record Key(Class<?> type, String serializer) {}

    private record Remote(Method method, MethodBinding binding) {}

    /** An interface's methods: those that are called remotely, and the default ones that run here. */
    private static final class Plan {
        /** The methods that are found by identity. With more of them, a map is as fast. */
        private static final int MOST_KNOWN = 16;

        private final Map<Method, MethodBinding> remote;
        private final Map<Method, MethodHandle> local;

        /**
         * The methods that were called, as the objects that the proxy's class passes, which are always the same: comparing
         * two methods otherwise takes as long as the rest of the stub. Replaced without a lock: what is lost is added again.
         */
        private Remote[] known = {};

        Plan(Map<Method, MethodBinding> remote, Map<Method, MethodHandle> local) {
            this.remote = Map.copyOf(remote);
            this.local = Map.copyOf(local);
        }

        @Nullable
        @SuppressWarnings("ReferenceEquality") // as above
        MethodBinding binding(Method method) {
            for (Remote each : known) {
                // Null as long as another thread's array is not all visible.
                if (each != null && each.method == method) {
                    return each.binding;
                }
            }
            return find(method);
        }

        private @Nullable MethodBinding find(Method method) {
            MethodBinding binding = remote.get(method);
            Remote[] before = known;
            if (binding != null && before.length < MOST_KNOWN) {
                Remote[] after = Arrays.copyOf(before, before.length + 1);
                after[before.length] = new Remote(method, binding);
                known = after;
            }
            return binding;
        }
    }

    /**
     * The behaviour of a stub.
     *
     * @param client the stub's client, which is in use as long as the stub is there
     */
    private record Stub(Object client, Plan plan, ClientHandle handle, Class<?> type, CallOptions options)
            implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] parameters)
                throws Throwable {
            MethodBinding binding = plan.binding(method);
            return binding != null
                    ? handle.call(binding, parameters == null ? NO_PARAMETERS : parameters)
                    : local(proxy, method, parameters);
        }

        private @Nullable Object local(Object proxy, Method method, @Nullable Object @Nullable [] parameters)
                throws Throwable {
            MethodHandle defaultMethod = plan.local.get(method);
            if (defaultMethod != null) {
                return defaultMethod.invoke(proxy, parameters == null ? NO_PARAMETERS : parameters);
            }
            return switch (method.getName()) {
                case "equals" -> parameters != null && proxy == parameters[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" ->
                    "stub of " + type.getName() + (options == CallOptions.DEFAULT ? "" : " with options of its own");
                default -> throw new IllegalStateException("no binding for " + method);
            };
        }
    }

    private final Map<Key, Plan> plans = new ConcurrentHashMap<>();
    private final AtomicInteger bindings = new AtomicInteger();
    private final Object client;

    /** Makes the stubs of a client, which each of them keeps reachable. */
    Stubs(Object client) {
        this.client = client;
    }

    <T> T make(Class<T> type, Serializer serializer, ClientHandle handle, CallOptions options) {
        Plan plan = plans.computeIfAbsent(new Key(type, serializer.name()), key -> plan(type, serializer));
        InvocationHandler handler = new Stub(client, plan, handle, type, options);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Plan plan(Class<?> type, Serializer serializer) {
        ServiceContract contract = ServiceContract.of(type);
        Map<Method, MethodBinding> remote = new HashMap<>();
        Map<Method, MethodHandle> local = new HashMap<>();
        Map<MethodContract, MethodBinding> bound = new HashMap<>();
        for (MethodContract method : contract.methods()) {
            bound.put(method, MethodBinding.bind(bindings.getAndIncrement(), method, serializer));
        }
        for (Method method : type.getMethods()) {
            MethodContract found = contract.method(method);
            if (found != null) {
                remote.put(method, bound.get(found));
            } else if (method.isDefault()) {
                local.put(method, defaultMethod(method));
            }
        }
        return new Plan(remote, local);
    }

    private static MethodHandle defaultMethod(Method method) {
        Class<?> owner = method.getDeclaringClass();
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .unreflectSpecial(method, owner)
                    .asSpreader(Object[].class, method.getParameterCount());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("cannot run default method " + method, e);
        }
    }
}
