/**
 * The JDK's own HTTP server as a server of JSON. Internal to the benchmarks. Starting point: {@link
 * dev.tenstep.rpc.benchmarks.jdkhttp.JdkHttpContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.jdkhttp;

import org.jspecify.annotations.NullMarked;
