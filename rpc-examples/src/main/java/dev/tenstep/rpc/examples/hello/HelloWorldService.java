package dev.tenstep.rpc.examples.hello;

import dev.tenstep.rpc.contract.RpcService;

/** Greets. The wire name is given, so that clients in other languages need not know this package. */
@RpcService("rpc_package.HelloWorldService")
public interface HelloWorldService {

    /** Greets who is named. The method's name goes over the wire as it stands here. */
    HelloReply SayHello(HelloRequest request);
}
