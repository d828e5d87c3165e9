package dev.tenstep.rpc.examples.hello;

import dev.tenstep.rpc.contract.Message;

/**
 * Who is to be greeted. With {@code @Message} it is the request itself, under every serializer, and not one parameter of it.
 *
 * @param name of who is greeted
 */
@Message
public record HelloRequest(String name) {}
