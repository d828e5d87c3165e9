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
 * <p>Starting points: {@link dev.tenstep.rpc.testkit.SerializerContract} for authors of a serializer;
 * {@link dev.tenstep.rpc.testkit.TinySerializer} for tests that need one and do not care which.
 */
@NullMarked
package dev.tenstep.rpc.testkit;

import org.jspecify.annotations.NullMarked;
