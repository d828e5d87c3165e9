/**
 * Messages in Kryo's encoding, of exactly the types that an interface's signatures reach. Each message is planned
 * once from the contract's model. A plan works through Kryo's {@code Output} and {@code Input} directly on the
 * kernel's arrays, and no {@code Kryo} object, class name or reflection takes part in a call.
 *
 * <pre>{@code
 * # rpc.properties
 * rpc.serializer = kryo
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.kryo.KryoSerializer}, the only class for users; inside,
 * {@code Planner} plans how each type is carried, and {@code KryoInput} checks the bytes that it reads.
 */
@NullMarked
package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.NullMarked;
