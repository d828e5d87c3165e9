package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.config.Loaders;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.ServerProtocol.Match;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The protocols of one port. Immutable; any thread. */
final class ServerProtocols {
    private final List<ServerProtocol> all;

    private ServerProtocols(List<ServerProtocol> all) {
        this.all = all;
    }

    /**
     * Loads the protocols of one port.
     *
     * @param names null for all that are on the class path
     * @throws IllegalArgumentException if one of them is missing
     */
    static ServerProtocols of(@Nullable List<String> names) {
        Map<String, ServerProtocol> byName = new TreeMap<>();
        for (ServerProtocol each : load(ServerProtocol.class)) {
            byName.putIfAbsent(each.name(), each);
        }
        List<ServerProtocol> chosen = new ArrayList<>();
        for (String name : names == null ? List.copyOf(byName.keySet()) : names) {
            chosen.add(find("rpc.server.protocols", name, byName));
        }
        return new ServerProtocols(List.copyOf(chosen));
    }

    /**
     * Loads the protocol of one endpoint of a client.
     *
     * @throws IllegalArgumentException if it is missing
     */
    static ClientProtocol ofClient(String name) {
        Map<String, ClientProtocol> byName = new TreeMap<>();
        load(ClientProtocol.class).forEach(each -> byName.putIfAbsent(each.name(), each));
        return find("rpc.protocol", name, byName);
    }

    /** Makes a new instance of each implementation on the class path. */
    static <T> List<T> load(Class<T> type) {
        return Loaders.load(type, Thread.currentThread().getContextClassLoader());
    }

    /** Finds the protocol that a setting names. */
    static <T> T find(String setting, String name, Map<String, T> byName) {
        T found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException(setting + ": " + name + " (expected one of: "
                    + String.join(", ", byName.keySet()) + "; others with their module on the class path)");
        }
        return found;
    }

    String names() {
        return all.stream().map(ServerProtocol::name).collect(Collectors.joining(", "));
    }

    /**
     * Returns the pages of a port: the server's, and those of its protocols.
     *
     * @throws IllegalArgumentException if the server has pages and no protocol serves them
     */
    Map<String, Page> pages(Services services) {
        if (all.stream().noneMatch(ServerProtocol::servesPages)) {
            if (!services.pages().isEmpty()) {
                throw new IllegalArgumentException("pages: " + services.pages().keySet() + " on a port that speaks "
                        + names() + " (expected: http, which is in the module rpc-protocol-http)");
            }
            return Map.of();
        }
        Map<String, Page> pages = new HashMap<>(services.pages());
        all.forEach(each -> each.pages(services).forEach(pages::putIfAbsent));
        return Map.copyOf(pages);
    }

    /** Returns the ALPN names of all protocols. */
    List<String> alpn() {
        return all.stream().flatMap(each -> each.alpn().stream()).distinct().toList();
    }

    /** Returns the protocol that TLS agreed on; null if there is none. */
    @Nullable
    ServerProtocol named(@Nullable String alpn) {
        if (alpn != null) {
            for (ServerProtocol each : all) {
                if (each.alpn().contains(alpn)) {
                    return each;
                }
            }
        }
        return null;
    }

    /** Returns the protocol of a connection that begins like this; null if there is none, or it is not yet known. */
    @Nullable
    ServerProtocol matching(ByteBuf first) {
        if (first.isReadable()) {
            for (ServerProtocol each : all) {
                if (each.match(first) == Match.YES) {
                    return each;
                }
            }
        }
        return null;
    }

    /** Returns whether further bytes may complete a match. */
    boolean mayMatch(ByteBuf first) {
        return !first.isReadable() || all.stream().anyMatch(each -> each.match(first) == Match.MORE);
    }

    /**
     * Returns the rejection of a client that speaks a protocol in plaintext where TLS is required; null if it has none.
     */
    @Nullable
    ByteBuf rejection(ByteBuf first, ByteBufAllocator allocator, String why) {
        for (ServerProtocol each : all) {
            if (each.match(first) != Match.NO) {
                return each.rejection(allocator, why);
            }
        }
        return null;
    }

    /** Returns the rejection of a client that speaks TLS where there is none, by the first protocol that has one. */
    @Nullable
    ByteBuf rejection(ByteBufAllocator allocator, String why) {
        for (ServerProtocol each : all) {
            ByteBuf rejection = each.rejection(allocator, why);
            if (rejection != null) {
                return rejection;
            }
        }
        return null;
    }
}
