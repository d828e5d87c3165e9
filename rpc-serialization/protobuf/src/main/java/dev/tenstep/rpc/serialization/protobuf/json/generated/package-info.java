/**
 * Messages that protobuf-java has generated as proto3 JSON, by their descriptors, with the well-known types' own forms.
 *
 * <pre>{@code
 * ValueForm form = GeneratedForm.of(Timestamp.getDefaultInstance());
 * form.write(Timestamp.getDefaultInstance(), generator, 0); // "1970-01-01T00:00:00Z"
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.protobuf.json.generated.GeneratedForm}, then {@code GeneratedPlanner}
 * (which message has which form). All of it is internal.
 */
@NullMarked
package dev.tenstep.rpc.serialization.protobuf.json.generated;

import org.jspecify.annotations.NullMarked;
