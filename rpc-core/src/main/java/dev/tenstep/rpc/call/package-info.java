/**
 * The vocabulary of a call, which client and server share: the call and its reply, the exchange that every handle,
 * filter and kernel is, the ten steps, failures, metadata and options.
 *
 * <pre>{@code
 * Filter timing = (call, replyTo, next) -> {
 *     long start = System.nanoTime();
 *     call.cancellation().onCancel(why -> log(call.method(), why));
 *     next.exchange(call, replyTo);
 * };
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.call.Step}, then {@link dev.tenstep.rpc.call.Exchange}. For users: {@link
 * dev.tenstep.rpc.call.RpcException}, {@link dev.tenstep.rpc.call.CallOptions}, {@link dev.tenstep.rpc.call.RetryPolicy}, {@link
 * dev.tenstep.rpc.call.CallContext}, {@link dev.tenstep.rpc.call.Metadata}, {@link dev.tenstep.rpc.call.Filter} and {@link
 * dev.tenstep.rpc.call.StepListener}. For protocols: {@link dev.tenstep.rpc.call.ReceivedReply} and {@link
 * dev.tenstep.rpc.call.Encoding}. The rest is internal.
 */
@NullMarked
package dev.tenstep.rpc.call;

import org.jspecify.annotations.NullMarked;
