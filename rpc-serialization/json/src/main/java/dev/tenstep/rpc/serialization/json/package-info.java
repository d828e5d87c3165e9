/**
 * Messages as JSON, by Jackson: readable, and in Jackson's natural form, which includes the annotations of users'
 * types. The parameters of a call are an object by their names.
 *
 * <pre>{@code
 * find(42)         {"id":42}
 * -> a User        {"id":42,"name":"Ann","tags":["a","b"],"since":"2024-05-06"}
 * -> a Shape       {"@type":"Circle","radius":1.5}
 * -> void          null
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.json.JacksonSerializer}, the only class for users, which
 * ServiceLoader finds under the name {@code json}; then {@code Jackson}, which puts the mapper together.
 */
@NullMarked
package dev.tenstep.rpc.serialization.json;

import org.jspecify.annotations.NullMarked;
