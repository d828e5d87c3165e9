/**
 * gRPC's server reflection: a server's services as protobuf describes them, for programs that have no {@code .proto}.
 *
 * <pre>{@code
 * ReflectionService reflection = ReflectionService.of(Users.class);
 * RpcServer.builder().service(ServerReflection.class, reflection);
 * }</pre>
 *
 * <p>Starting point: {@link dev.tenstep.rpc.services.reflection.ReflectionService}.
 */
@NullMarked
package dev.tenstep.rpc.services.reflection;

import org.jspecify.annotations.NullMarked;
