/**
 * Messages as JSON, by Jackson: readable, and in Jackson's natural form, the annotations of users' types included. The
 * parameters of a call are an object by their names.
 *
 * <pre>{@code
 * find(42)         {"id":42}
 * -> a User        {"id":42,"name":"Ann","tags":["a","b"],"since":"2024-05-06"}
 * -> a Shape       {"@type":"Circle","radius":1.5}
 * -> void          null
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.serialization.json.JacksonSerializer}, which alone is for users and is found
 * by ServiceLoader under the name {@code json}; then {@code Jackson}, where the mapper is put together.
 */
@NullMarked
package dev.tenstep.rpc.serialization.json;

import org.jspecify.annotations.NullMarked;
