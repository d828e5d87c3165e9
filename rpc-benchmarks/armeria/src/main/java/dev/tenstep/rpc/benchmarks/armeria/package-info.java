/**
 * Armeria as a server of JSON over HTTP. Internal to the benchmarks. Starting point: {@link
 * dev.tenstep.rpc.benchmarks.armeria.ArmeriaContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.armeria;

import org.jspecify.annotations.NullMarked;
