/**
 * Dubbo with its own protocol and its default serialization, addressed directly. Internal to the benchmarks. Starting point: {@link
 * dev.tenstep.rpc.benchmarks.dubbo.DubboContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.dubbo;

import org.jspecify.annotations.NullMarked;
