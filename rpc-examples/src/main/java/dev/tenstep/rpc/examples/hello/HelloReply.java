package dev.tenstep.rpc.examples.hello;

import dev.tenstep.rpc.contract.Message;

/**
 * The greeting.
 *
 * @param message the greeting's words
 */
@Message
public record HelloReply(String message) {}
