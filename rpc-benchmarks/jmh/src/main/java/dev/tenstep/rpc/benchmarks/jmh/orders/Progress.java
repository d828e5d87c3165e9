package dev.tenstep.rpc.benchmarks.jmh.orders;

/** An order's current state. */
public enum Progress {
    PLACED,
    PACKED,
    SHIPPED,
    DELIVERED
}
