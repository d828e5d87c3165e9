/**
 * Messages compressed by Zstandard, through zstd-jni: on the class path it is found by {@link java.util.ServiceLoader}, and chosen by its
 * name.
 *
 * <pre>{@code
 * RpcClient client = RpcClient.builder().to("127.0.0.1:9090").compression("zstd").build();
 * }</pre>
 *
 * <p>Starting points: the one class here.
 */
@NullMarked
package dev.tenstep.rpc.compression.zstd;

import org.jspecify.annotations.NullMarked;
