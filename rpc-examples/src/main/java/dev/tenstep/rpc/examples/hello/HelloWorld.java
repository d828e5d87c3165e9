package dev.tenstep.rpc.examples.hello;

/** The procedure that runs on the server. It keeps no state, so any number of threads may run it at once. */
public final class HelloWorld implements HelloWorldService {

    /** Makes one. */
    public HelloWorld() {}

    @Override
    public HelloReply SayHello(HelloRequest request) {
        return new HelloReply("Hello, " + request.name() + "!");
    }
}
