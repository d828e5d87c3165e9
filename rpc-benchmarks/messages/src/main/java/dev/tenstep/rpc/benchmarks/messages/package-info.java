/**
 * The data as generated protobuf messages. Users of gRPC-Java have these anyway, so those contenders need no mapping
 * from beans. Internal to the benchmarks.
 *
 * <pre>{@code
 * server: reply = MessageSamples.page(request);
 * client: MessageCalls.echo(this::echo, this::echoLater)
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.messages.MessageSamples}, {@link
 * dev.tenstep.rpc.benchmarks.messages.MessageCalls}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.messages;

import org.jspecify.annotations.NullMarked;
