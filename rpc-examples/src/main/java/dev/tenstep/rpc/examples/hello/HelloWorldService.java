package dev.tenstep.rpc.examples.hello;

import dev.tenstep.rpc.contract.RpcService;

/** Greets people. The wire name is explicit, so that clients in other languages need not know this package. */
@RpcService("rpc_package.HelloWorldService")
public interface HelloWorldService {

    /** Greets the person named in the request. The method's name goes over the wire as it stands here. */
    HelloReply SayHello(HelloRequest request);
}
