package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.config.Loaders;
import dev.tenstep.rpc.transport.netty.ServerProtocol.Match;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
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
     * Makes those of one port.
     *
     * @param names null for all that are on the class path
     * @throws IllegalArgumentException if one of them is not there
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

    /** A new instance of each implementation that is on the class path. */
    static <T> List<T> load(Class<T> type) {
        return Loaders.load(type, Thread.currentThread().getContextClassLoader());
    }

    /** The protocol of a name that a setting gives. */
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

    /** All names that TLS knows them by. */
    List<String> alpn() {
        return all.stream().flatMap(each -> each.alpn().stream()).distinct().toList();
    }

    /** The protocol that TLS agreed on; null if there is none. */
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

    /** The protocol of a connection that begins like this; null if it is none's, or not yet known. */
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

    /** Whether more bytes may make it one's. */
    boolean mayMatch(ByteBuf first) {
        return !first.isReadable() || all.stream().anyMatch(each -> each.match(first) == Match.MORE);
    }

    /** The rejection of a client that begins with a protocol in the clear where it should with TLS; null if it has none. */
    @Nullable
    ByteBuf rejection(ByteBuf first, ByteBufAllocator allocator, String why) {
        for (ServerProtocol each : all) {
            if (each.match(first) != Match.NO) {
                return each.rejection(allocator, why);
            }
        }
        return null;
    }

    /** The rejection of a client that begins with TLS where there is none, by the first protocol that has one. */
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
