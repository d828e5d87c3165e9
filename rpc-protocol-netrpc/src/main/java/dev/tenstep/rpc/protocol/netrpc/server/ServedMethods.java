package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.protocol.netrpc.wire.GoText;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.server.Services;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The methods of a server by their names in net/rpc, {@code Service.Method}. Immutable, but for the counts; any thread. */
public final class ServedMethods {
    private static final String GOB = "gob";
    private static final String JSON = "gob-json";

    private final Set<String> services;
    private final List<ServedMethod> all = new ArrayList<>();
    /** A slot for each name, at its hash or behind it; at least half of them are empty. */
    private final @Nullable ServedMethod[] slots;

    /**
     * A method.
     *
     * @param name the name in net/rpc
     * @param gob null if it cannot be called in gob
     * @param json null if it cannot be called in JSON
     * @param flaw says why it cannot be called; empty if it can
     * @param calls the number of its calls so far
     */
    record ServedMethod(
            byte[] name,
            MethodContract contract,
            @Nullable ServerMethod gob,
            @Nullable ServerMethod json,
            String flaw,
            LongAdder calls) {}

    /** Finds the methods of a server. */
    public ServedMethods(Services served) {
        services = Set.copyOf(served.names());
        for (String service : served.names()) {
            served.methods(service).forEach(method -> all.add(find(served, service, method)));
        }
        slots = new ServedMethod[Integer.highestOneBit(4 * all.size() + 1) * 2];
        all.forEach(this::put);
    }

    private static ServedMethod find(Services served, String service, String method) {
        MethodContract contract = served.serializers().stream()
                .map(serializer -> found(served, service, method, serializer))
                .filter(ServerMethod.class::isInstance)
                .map(found -> ((ServerMethod) found).binding().method())
                .findFirst()
                .orElseThrow();
        byte[] name = GoText.name(contract);
        LongAdder calls = new LongAdder();
        if (contract.streams()) {
            return new ServedMethod(name, contract, null, null, "it has a stream, and net/rpc has none", calls);
        }
        Object gob = found(served, service, method, GOB);
        Object json = found(served, service, method, JSON);
        return new ServedMethod(
                name,
                contract,
                gob instanceof ServerMethod carried ? carried : null,
                json instanceof ServerMethod carried ? carried : null,
                gob instanceof String why ? why : String.valueOf(json),
                calls);
    }

    /** Returns the method with that serializer, or the reason that there is none. */
    private static Object found(Services served, String service, String method, String serializer) {
        try {
            return served.find(service, method, serializer);
        } catch (RpcException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void put(ServedMethod method) {
        int slot = slot(method.name, 0, method.name.length);
        ServedMethod there = slots[slot];
        // Two methods have one name if only the case of its first letter tells them apart: Go's name is the one with
        // the capital.
        if (there == null || method.contract.name().equals(method.contract.rpcName())) {
            slots[slot] = method;
        }
    }

    private int slot(byte[] array, int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + array[i];
        }
        int slot = (hash ^ hash >>> 16) & (slots.length - 1);
        for (ServedMethod there = slots[slot]; there != null; there = slots[slot]) {
            if (Arrays.equals(there.name, 0, there.name.length, array, from, end)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    List<ServedMethod> all() {
        return all;
    }

    /** Returns the method of that name; null if there is none. */
    @Nullable
    ServedMethod get(byte[] array, int from, int end) {
        return slots[slot(array, from, end)];
    }

    /** Returns the reason, in Go's words, that a method cannot be called, or that there is none of that name. */
    String refusal(@Nullable ServedMethod known, String name) {
        if (known != null) {
            return GoText.noMethod(name) + ": " + known.flaw;
        }
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return GoText.illFormed(name);
        }
        return services.contains(name.substring(0, dot)) ? GoText.noMethod(name) : GoText.noService(name);
    }
}
