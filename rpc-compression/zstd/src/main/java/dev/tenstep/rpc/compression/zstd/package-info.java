/**
 * Messages compressed by Zstandard, through zstd-jni. {@link java.util.ServiceLoader} finds it on the class path, and
 * its name chooses it.
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
