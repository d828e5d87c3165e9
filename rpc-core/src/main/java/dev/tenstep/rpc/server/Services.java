package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.worker.HandlerShare;
import dev.tenstep.rpc.worker.WorkerPool;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The services of a server, with every serializer that it accepts. Immutable. */
public final class Services {
    private final Map<Key, ServerMethod> methods;
    private final Map<Key, String> refusals;
    private final Map<String, TreeMap<String, MethodContract>> contracts;
    private final Map<String, Serializer> serializers;
    private final Map<String, Page> pages;
    private final WorkerPool pool;
    private final int maxAbandoned;
    private final long streamIdleNanos;

    /** A method as a client identifies it. */
    record Key(String service, String method, String serializer) {}

    Services(ServicesBuilder builder) {
        this.methods = Map.copyOf(builder.methods);
        this.refusals = Map.copyOf(builder.refusals);
        this.contracts = new TreeMap<>(builder.contracts);
        this.serializers = new TreeMap<>(builder.serializers);
        this.pages = new TreeMap<>(builder.pages);
        this.pool = builder.pool;
        this.maxAbandoned = builder.maxAbandoned;
        this.streamIdleNanos = builder.streamIdle.toNanos();
    }

    /** The idle limit of a call's streams while the client is waited for, in nanoseconds. */
    public long streamIdleNanos() {
        return streamIdleNanos;
    }

    /** The names of the services, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(contracts.keySet());
    }

    /** The names of the serializers that clients may use, sorted. */
    public Set<String> serializers() {
        return Collections.unmodifiableSet(serializers.keySet());
    }

    /** The pages, by their paths, sorted. */
    public Map<String, Page> pages() {
        return Collections.unmodifiableMap(pages);
    }

    /** Runs something in a thread of the handlers, now or when one is free; false if too much waits already. */
    public boolean execute(Runnable task) {
        return pool.tryExecute(task);
    }

    /** A connection's part of the handlers. */
    public HandlerShare share() {
        return new HandlerShare(pool, maxAbandoned);
    }

    /** The names of a service's methods, sorted; empty if there is no such service. */
    public Set<String> methods(String service) {
        return methodsOf(service).keySet();
    }

    private Map<String, MethodContract> methodsOf(String service) {
        TreeMap<String, MethodContract> methods = contracts.get(service);
        return methods == null ? Map.of() : Collections.unmodifiableMap(methods);
    }

    /**
     * Finds the method that a client names, whatever its serializer.
     *
     * @throws RpcException not started: UNIMPLEMENTED for an unknown service or method
     */
    public MethodContract contract(String service, String method) {
        if (!contracts.containsKey(service)) {
            throw refused(StatusCode.UNIMPLEMENTED, "service", service, contracts.keySet());
        }
        MethodContract found = methodsOf(service).get(method);
        if (found == null) {
            throw refused(StatusCode.UNIMPLEMENTED, "method of " + service, method, methods(service));
        }
        return found;
    }

    /**
     * Finds the method that a client names.
     *
     * @throws RpcException not started: UNIMPLEMENTED for an unknown service or method, INVALID_ARGUMENT for a serializer that
     *     is not accepted
     */
    public ServerMethod find(String service, String method, String serializer) {
        contract(service, method);
        if (!serializers.containsKey(serializer)) {
            throw refused(StatusCode.INVALID_ARGUMENT, "serializer", serializer, serializers.keySet());
        }
        Key key = new Key(service, method, serializer);
        ServerMethod found = methods.get(key);
        if (found == null) {
            throw RpcException.notStarted(StatusCode.INVALID_ARGUMENT, refusals.get(key), null);
        }
        return found;
    }

    /**
     * Finds the method that a client declares, and compares its types.
     *
     * @throws RpcException not started: as above, or FAILED_PRECONDITION for types that differ from the server's
     */
    public ServerMethod find(String service, String method, String serializer, byte[] fingerprint) {
        ServerMethod found = find(service, method, serializer);
        MethodBinding binding = found.binding();
        if (!Arrays.equals(binding.fingerprint(), fingerprint)) {
            String skew = Objects.requireNonNull(serializers.get(serializer)).skew(binding.method(), fingerprint);
            if (skew != null) {
                throw RpcException.notStarted(
                        StatusCode.FAILED_PRECONDITION,
                        binding.method().displayName() + " with " + serializer + ": " + skew,
                        null);
            }
        }
        return found;
    }

    private static RpcException refused(StatusCode code, String what, String found, Iterable<String> known) {
        return RpcException.notStarted(
                code, "unknown " + what + ": " + found + " (expected one of: " + String.join(", ", known) + ")", null);
    }
}
