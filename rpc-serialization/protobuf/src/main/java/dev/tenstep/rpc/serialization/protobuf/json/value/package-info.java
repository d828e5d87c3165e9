/**
 * The JSON of single values by proto3's rules (numbers, texts, bytes, times) and of fields' names, for messages that are derived from
 * Java types and for generated ones alike.
 *
 * <pre>{@code
 * TimeForm.DURATION.write(Duration.ofMillis(-1500), generator, 0); // "-1.500s"
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm}, then {@code NumberForm}. All of it is
 * internal.
 */
@NullMarked
package dev.tenstep.rpc.serialization.protobuf.json.value;

import org.jspecify.annotations.NullMarked;
