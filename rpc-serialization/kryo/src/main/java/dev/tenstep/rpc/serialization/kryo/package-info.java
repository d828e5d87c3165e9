/**
 * Messages in Kryo's encoding, of the types that an interface's signatures reach and no others. Each message is planned once
 * from the contract's model; a plan works through Kryo's {@code Output} and {@code Input} right on the kernel's arrays, and no
 * {@code Kryo} object, class name or reflection takes part in a call.
 *
 * <pre>{@code
 * # rpc.properties
 * rpc.serializer = kryo
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.kryo.KryoSerializer}, which is all there is for users; inside,
 * {@code Planner} says how each type is carried, {@code KryoInput} what is checked before it is believed.
 */
@NullMarked
package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.NullMarked;
