/**
 * The port: the kernels on Netty, which listen, dial, encrypt and drain, whatever protocols their connections speak. Endpoints are
 * {@code host:port} and, where the platform has them, {@code unix:PATH}.
 *
 * <pre>{@code
 * RpcServer.builder().listen("0.0.0.0:9090").service(Users.class, new UsersInMemory()).start();
 * RpcClient.to("users.example:9090");
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.transport.netty.ServerProtocol} and {@link
 * dev.tenstep.rpc.transport.netty.ClientProtocol}, the seam that a protocol implements; {@code NettyServerKernel} and {@code
 * NettyClientKernel}, the two kernels; {@code ProtocolDetector}, which tells protocols apart. Tenstep's own protocol is in {@code
 * tenstep}, and nothing here knows it.
 */
@NullMarked
package dev.tenstep.rpc.transport.netty;

import org.jspecify.annotations.NullMarked;
