/**
 * The half of a call that the client performs: the handle with steps 1, 2, 9 and 10, retries and hedges.
 *
 * <pre>{@code
 * Exchange pipeline = Filter.chain(filters, new Retry(endpoints, ...));
 * Object result = new ClientHandle(pipeline, options, environment).call(binding, parameters);
 * }</pre>
 *
 * <p>Starting points: {@code ClientHandle.call}, whose body is the client in short; then {@link dev.tenstep.rpc.client.Retry}. All internal.
 */
@NullMarked
package dev.tenstep.rpc.client;

import org.jspecify.annotations.NullMarked;
