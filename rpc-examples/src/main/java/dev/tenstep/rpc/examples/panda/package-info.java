/**
 * The smallest service of all: a number goes in, a number comes out, and the interface is the only declaration.
 *
 * <pre>{@code
 * try (RpcClient client = RpcClient.to("127.0.0.1:9090")) {
 *     client.stub(Panda.class).Getinfo(123); // 124
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.panda.Panda}, then {@link dev.tenstep.rpc.examples.panda.PandaServer}
 * and {@link dev.tenstep.rpc.examples.panda.PandaClient}. All of it is meant to be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.panda;

import org.jspecify.annotations.NullMarked;
