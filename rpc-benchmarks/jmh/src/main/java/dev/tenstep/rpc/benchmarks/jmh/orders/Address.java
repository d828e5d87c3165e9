package dev.tenstep.rpc.benchmarks.jmh.orders;

/** A postal address. */
public record Address(String street, String city, String postalCode, String country) {}
