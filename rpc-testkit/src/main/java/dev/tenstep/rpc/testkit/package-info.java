/**
 * Suites that hold every implementation of a seam to the same behaviour, and the small parts that tests of the framework
 * need. Depended on in test scope only.
 *
 * <pre>{@code
 * final class MySerializerTest implements SerializerContract {
 *     public Serializer serializer() { return new MySerializer(); }
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.testkit.SerializerContract} for who writes a serializer;
 * {@link dev.tenstep.rpc.testkit.TinySerializer} for who needs one and does not care which.
 */
@NullMarked
package dev.tenstep.rpc.testkit;

import org.jspecify.annotations.NullMarked;
