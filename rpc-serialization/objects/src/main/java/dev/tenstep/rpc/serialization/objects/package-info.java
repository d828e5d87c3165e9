/**
 * Plans of reading and making objects, made once from their models for all serializers, and the generation of the classes
 * that write and read them. Internal: for the serializers of this project.
 *
 * <pre>{@code
 * ObjectPlan plan = ObjectPlan.of(model);
 * MyCodec codec = generation.codec(plan, () -> MyGenerator.generate(plan), () -> new MyPlainCodec(plan));
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.objects.ObjectPlan}, then {@link
 * dev.tenstep.rpc.serialization.objects.Code}, which a generator writes its methods with, and {@link
 * dev.tenstep.rpc.serialization.objects.ObjectAccess}, which does without.
 */
@NullMarked
package dev.tenstep.rpc.serialization.objects;

import org.jspecify.annotations.NullMarked;
