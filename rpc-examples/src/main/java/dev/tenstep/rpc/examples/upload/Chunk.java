package dev.tenstep.rpc.examples.upload;

import dev.tenstep.rpc.contract.Message;

/** A piece of a file. The array is its taker's. */
@Message
public record Chunk(byte[] bytes) {}
