package dev.tenstep.rpc.benchmarks.jmh.orders;

/** An article, and how much of it is ordered. */
public record Line(String article, String title, int quantity, Unit unit, long cents, double discount) {}
