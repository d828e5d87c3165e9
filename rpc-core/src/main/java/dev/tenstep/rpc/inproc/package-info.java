/**
 * The kernels that carry calls inside one process, for endpoints {@code inproc:NAME}. Every message goes through its
 * serializer, so a test without a socket finds what the network would find.
 *
 * <pre>{@code
 * RpcServer server = RpcServer.builder().listen("inproc:users").service(Users.class, new UsersInMemory()).start();
 * RpcClient client = RpcClient.to("inproc:users");
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.inproc.InprocKernels}. All internal but the address.
 */
@NullMarked
package dev.tenstep.rpc.inproc;

import org.jspecify.annotations.NullMarked;
