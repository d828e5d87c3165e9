package dev.tenstep.rpc.examples.hello;

/** The procedure that runs at the server. It keeps no state, so that any number of threads may run it at once. */
public final class HelloWorld implements HelloWorldService {

    /** Makes one. */
    public HelloWorld() {}

    @Override
    public HelloReply SayHello(HelloRequest request) {
        return new HelloReply("Hello, " + request.name() + "!");
    }
}
