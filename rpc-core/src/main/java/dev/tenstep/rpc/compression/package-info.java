/**
 * The seam for compression: a {@link dev.tenstep.rpc.compression.Compressor} shortens the messages of a call on the
 * network. The two peers of a connection negotiate which ones may be used.
 *
 * <pre>{@code
 * public final class MyCompressor implements Compressor {
 *     public String name() { return "mine"; }
 *     public void compress(MessageInput message, MessageOutput out) throws IOException { ... }
 *     public void decompress(MessageInput compressed, MessageOutput out) throws IOException { ... }
 * }
 * // META-INF/services/dev.tenstep.rpc.compression.Compressor: com.example.MyCompressor
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.compression.Compressor}, and {@link dev.tenstep.rpc.compression.GzipCompressor}
 * as an example; the contract suite that every compressor passes is {@code CompressorContract} in rpc-testkit. {@link
 * dev.tenstep.rpc.compression.Compression} and {@link dev.tenstep.rpc.compression.Decompressor} are for kernels.
 */
@NullMarked
package dev.tenstep.rpc.compression;

import org.jspecify.annotations.NullMarked;
