/**
 * Jupiter with its default serializer (Protostuff) over one connection. Internal to the benchmarks. Starting point: {@link
 * dev.tenstep.rpc.benchmarks.jupiter.JupiterContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.jupiter;

import org.jspecify.annotations.NullMarked;
