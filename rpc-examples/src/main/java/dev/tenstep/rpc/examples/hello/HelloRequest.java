package dev.tenstep.rpc.examples.hello;

import dev.tenstep.rpc.contract.Message;

/**
 * The request to greet somebody. With {@code @Message} the record itself is the request, under every serializer, and
 * not one parameter of it.
 *
 * @param name of the person to greet
 */
@Message
public record HelloRequest(String name) {}
