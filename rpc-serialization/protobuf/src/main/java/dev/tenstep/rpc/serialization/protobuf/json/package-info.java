/**
 * Messages as proto3 JSON (protobuf.dev/programming-guides/json): the form in which protobuf's own libraries, Connect and curl
 * write the messages of the schema that is derived from the Java types.
 *
 * <pre>{@code
 * // rpc.properties: rpc.serializer = protobuf-json
 * record User(long id, String name) {} // crosses as: {"id":"7","name":"Ann"}
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.protobuf.json.ProtobufJsonSerializer}, then {@code Planner} (how each
 * type is carried). The serializer is for users, the rest is internal.
 */
@NullMarked
package dev.tenstep.rpc.serialization.protobuf.json;

import org.jspecify.annotations.NullMarked;
