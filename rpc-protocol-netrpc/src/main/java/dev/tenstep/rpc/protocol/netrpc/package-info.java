/**
 * Go's net/rpc: the protocol {@code netrpc}, as a server beside others on a port and as a client.
 *
 * <pre>{@code
 * RpcServer.builder().listen("127.0.0.1:10086").serializer("gob").service(Panda.class, number -> number + 1).start();
 * // in Go: client, err := rpc.DialHTTP("tcp", "127.0.0.1:10086"); err = client.Call("Panda.Getinfo", 123, &reply)
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.netrpc.NetrpcProtocol}; the messages are in {@code gob}.
 */
@NullMarked
package dev.tenstep.rpc.protocol.netrpc;

import org.jspecify.annotations.NullMarked;
