/**
 * Messages as protobuf: generated messages as they are, and records, beans and the rest as messages derived from
 * them, so that a program in any language can read the bytes with the schema.
 *
 * <pre>{@code
 * // rpc.properties: rpc.serializer = protobuf
 * record User(long id, String name) {} // crosses as: message User { int64 id = 1; optional string name = 2; }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer}, then {@code Planner} (how each
 * type is carried) and {@code ObjectGenerator} (why it is fast). The serializer is for users, the rest is internal.
 */
@NullMarked
package dev.tenstep.rpc.serialization.protobuf;

import org.jspecify.annotations.NullMarked;
