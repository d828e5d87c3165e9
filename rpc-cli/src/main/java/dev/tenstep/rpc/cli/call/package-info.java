/**
 * Calls of methods whose types are known only at run time: an interface is made for the method, and its messages are
 * protobuf's dynamic ones, read from JSON and written as JSON. Such a call is one like any other.
 *
 * <pre>{@code
 * DynamicMethod method = DynamicMethod.of(types.method("acme.Users/Find"), "Find");
 * RpcClient client = RpcClient.builder().serializer(new DynamicSerializer()).to(target).build();
 * Iterator<DynamicMessage> replies = method.call(client, CallOptions.DEFAULT, Stream.of(request));
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.cli.call.DynamicMethod}, {@link dev.tenstep.rpc.cli.call.JsonMessages}.
 */
@NullMarked
package dev.tenstep.rpc.cli.call;

import org.jspecify.annotations.NullMarked;
