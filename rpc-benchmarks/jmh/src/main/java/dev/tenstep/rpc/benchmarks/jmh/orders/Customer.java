package dev.tenstep.rpc.benchmarks.jmh.orders;

/** The person who ordered. */
public record Customer(long id, String name, String email, Address address) {}
