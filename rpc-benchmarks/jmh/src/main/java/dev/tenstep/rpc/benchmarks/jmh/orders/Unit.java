package dev.tenstep.rpc.benchmarks.jmh.orders;

/** The unit in which an article is counted. */
public enum Unit {
    PIECE,
    KILOGRAM,
    METRE,
    LITRE
}
