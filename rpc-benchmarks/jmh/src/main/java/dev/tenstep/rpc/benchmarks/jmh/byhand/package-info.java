/**
 * Codecs for the benchmarks' four messages, written by hand for the bytes of the serializer {@code protobuf} and with
 * its checks: the time that a codec needs where nothing has to be found out about types. They call getters, setters and
 * constructors directly, keep array and position in local variables, and read fields in the order in which they are
 * written, with a loop for any other order. One check is left out: a nested message that comes twice is not merged, the
 * last one wins. Internal to the benchmarks.
 *
 * <pre>{@code
 * Codec codec = new PageCodec();
 * codec.encode(page, out);
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.jmh.byhand.EchoCodec}, {@link
 * dev.tenstep.rpc.benchmarks.jmh.byhand.OrderCodec}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.jmh.byhand;

import org.jspecify.annotations.NullMarked;
