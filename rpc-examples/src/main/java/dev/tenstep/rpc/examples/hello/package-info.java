/**
 * The smallest service with a message of its own: {@code SayHello(HelloRequest{name}) -> HelloReply{message}}.
 *
 * <pre>{@code
 * try (RpcClient client = RpcClient.to("127.0.0.1:9090")) {
 *     client.stub(HelloWorldService.class).SayHello(new HelloRequest("shen")).message(); // Hello, shen!
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.hello.HelloWorldService}, then {@link
 * dev.tenstep.rpc.examples.hello.HelloServer} and {@link dev.tenstep.rpc.examples.hello.HelloClient}. All of it is there to
 * be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.hello;

import org.jspecify.annotations.NullMarked;
