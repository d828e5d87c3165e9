/**
 * rsocket-java with generated messages over one TCP connection. Internal to the benchmarks. Starting point: {@link
 * dev.tenstep.rpc.benchmarks.rsocket.RsocketContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.rsocket;

import org.jspecify.annotations.NullMarked;
