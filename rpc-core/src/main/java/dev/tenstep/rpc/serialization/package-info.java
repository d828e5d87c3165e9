/**
 * The seam for formats: a {@link dev.tenstep.rpc.serialization.Serializer} is bound to each message of each method when the
 * interface is parsed, and yields a {@link dev.tenstep.rpc.serialization.Codec} that does nothing but write and read.
 *
 * <pre>{@code
 * public final class MySerializer implements Serializer {
 *     public String name() { return "mine"; }
 *     public Codec bind(MethodContract method, MessageShape shape) { return new MyCodec(shape.type()); }
 * }
 * // META-INF/services/dev.tenstep.rpc.serialization.Serializer: com.example.MySerializer
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.Serializer}; the contract suite that every serializer passes is
 * {@code SerializerContract} in rpc-testkit. Everything here is for users who write a serializer.
 */
@NullMarked
package dev.tenstep.rpc.serialization;

import org.jspecify.annotations.NullMarked;
