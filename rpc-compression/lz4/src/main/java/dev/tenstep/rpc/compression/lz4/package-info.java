/**
 * Messages compressed by LZ4, through lz4-java. {@link java.util.ServiceLoader} finds it on the class path, and its
 * name chooses it.
 *
 * <pre>{@code
 * RpcClient client = RpcClient.builder().to("127.0.0.1:9090").compression("lz4").build();
 * }</pre>
 *
 * <p>Starting points: the one class here.
 */
@NullMarked
package dev.tenstep.rpc.compression.lz4;

import org.jspecify.annotations.NullMarked;
