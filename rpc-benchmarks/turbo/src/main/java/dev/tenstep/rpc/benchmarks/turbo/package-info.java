/**
 * turbo-rpc with its Kryo serializer over one connection. Internal to the benchmarks. Starting point: {@link
 * dev.tenstep.rpc.benchmarks.turbo.TurboContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.turbo;

import org.jspecify.annotations.NullMarked;
