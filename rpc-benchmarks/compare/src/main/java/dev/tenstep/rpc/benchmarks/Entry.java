package dev.tenstep.rpc.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A row of the comparison: its name on the command line, and its client and its server, which need not be of the same
 * make.
 */
record Entry(String name, Side client, Side server, String description) {

    /** A module, and the variant that it is started with. */
    record Side(String module, String variant) {}

    Entry(String name, String module, String variant, String description) {
        this(name, new Side(module, variant), new Side(module, variant), description);
    }

    static final String COALESCED_FLOOR = "floor-coalesced";
    static final String BATCHED_FLOOR = "floor-batched";

    /** All entries, in the order of the table. */
    static final List<Entry> ALL = List.of(
            new Entry("floor-naive", "floor", "naive", "raw Netty, one flush per message"),
            new Entry(COALESCED_FLOOR, "floor", "coalesced", "raw Netty, one flush per burst read"),
            new Entry(BATCHED_FLOOR, "floor", "batched", "raw Netty, gathered, flushed in slices"),
            new Entry("tenstep-protobuf", "tenstep", "protobuf", "Tenstep, protobuf, non-blocking handlers"),
            new Entry("tenstep-kryo", "tenstep", "kryo", "Tenstep, Kryo, non-blocking handlers"),
            new Entry("tenstep-json", "tenstep", "json", "Tenstep, JSON, non-blocking handlers"),
            new Entry(
                    "tenstep-protobuf-default",
                    "tenstep",
                    "protobuf-default",
                    "Tenstep, protobuf, handlers that may block"),
            new Entry("tenstep-grpc", "tenstep", "grpc", "Tenstep speaking gRPC, client and server"),
            new Entry("grpc-direct", "grpc", "direct", "gRPC-Java, direct executor on both sides"),
            new Entry(
                    "tenstep-to-grpc",
                    new Side("tenstep", "grpc"),
                    new Side("grpc", "direct"),
                    "Tenstep's gRPC client, gRPC-Java's server with a direct executor"),
            new Entry(
                    "grpc-to-tenstep",
                    new Side("grpc", "direct-to-tenstep"),
                    new Side("tenstep", "grpc"),
                    "gRPC-Java's client with a direct executor, Tenstep's server"),
            new Entry("grpc-default", "grpc", "default", "gRPC-Java with its defaults"),
            new Entry("rsocket", "rsocket", "protobuf", "rsocket-java, protobuf payloads"),
            new Entry("turbo", "turbo", "kryo", "turbo-rpc, Kryo"),
            new Entry("jupiter", "jupiter", "protostuff", "Jupiter, Protostuff, its default"),
            new Entry("dubbo", "dubbo", "hessian2", "Dubbo 3, its own protocol and default serialization"));

    /** Entries that are servers only, since their load is a program of others. */
    static final List<Entry> SERVERS = List.of(
            new Entry("tenstep-connect", "tenstep", "connect", "Tenstep answering Connect, non-blocking handlers"),
            new Entry("tenstep-netrpc", "tenstep", "netrpc", "Tenstep answering Go's net/rpc, non-blocking handlers"),
            new Entry("armeria", "armeria", "annotated", "Armeria, an annotated service on its event loops, Jackson"),
            new Entry("jdk-http", "jdk-http", "jackson", "the JDK's own HTTP server, Jackson"));

    /** Returns the entry of a name, among those of the comparison and the servers. */
    static Entry of(String name) {
        return Stream.concat(ALL.stream(), SERVERS.stream())
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown contender: " + name));
    }

    /**
     * Returns the entries of these names, in the order of the table, and the two floors that ratios need. No names at
     * all means all entries. Throws IllegalArgumentException for an unknown name.
     */
    static List<Entry> named(Set<String> names) {
        List<String> known = ALL.stream().map(Entry::name).toList();
        List<String> unknown = new ArrayList<>(names);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown contender: " + String.join(", ", unknown) + " (known: " + String.join(", ", known) + ")");
        }
        return ALL.stream()
                .filter(entry -> names.isEmpty() || names.contains(entry.name()) || entry.isBase())
                .toList();
    }

    private boolean isBase() {
        return name.equals(COALESCED_FLOOR) || name.equals(BATCHED_FLOOR);
    }
}
