/**
 * How a call is made: the two handles that perform its ten steps, the kernels between them, and the filters around them.
 *
 * <pre>{@code
 * Filter timing = (call, replyTo, next) -> {
 *     long start = System.nanoTime();
 *     call.cancellation().onCancel(why -> log(call.method(), why));
 *     next.exchange(call, replyTo);
 * };
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.call.Step}, then {@code ClientHandle.call} and {@code ServerHandle.exchange},
 * whose two bodies are the whole framework in short. For users: {@link dev.tenstep.rpc.call.RpcException}, {@link
 * dev.tenstep.rpc.call.CallOptions}, {@link dev.tenstep.rpc.call.RetryPolicy}, {@link dev.tenstep.rpc.call.CallContext},
 * {@link dev.tenstep.rpc.call.Metadata}, {@link dev.tenstep.rpc.call.TlsOptions}, {@link dev.tenstep.rpc.call.Filter} and
 * {@link dev.tenstep.rpc.call.StepListener}. For who writes a kernel: {@link
 * dev.tenstep.rpc.call.KernelProvider}, {@link dev.tenstep.rpc.call.IncomingCall} and {@link
 * dev.tenstep.rpc.call.ReceivedReply}. The rest is internal.
 */
@NullMarked
package dev.tenstep.rpc.call;

import org.jspecify.annotations.NullMarked;
