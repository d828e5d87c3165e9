/**
 * The entry points for users: a server that serves plain interfaces, and a client whose stubs call them.
 *
 * <pre>{@code
 * RpcServer server = RpcServer.builder().listen("127.0.0.1:9090").service(Users.class, new UsersInMemory()).start();
 * RpcClient client = RpcClient.to("127.0.0.1:9090");
 * User user = client.stub(Users.class).find(42);
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.RpcServer}, {@link dev.tenstep.rpc.RpcClient}. {@link
 * dev.tenstep.rpc.contract} describes what an interface may contain, {@link dev.tenstep.rpc.call} how a call proceeds.
 */
@NullMarked
package dev.tenstep.rpc;

import org.jspecify.annotations.NullMarked;
