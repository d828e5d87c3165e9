package dev.tenstep.rpc.examples.upload;

import dev.tenstep.rpc.contract.Message;

/** A piece of a file. The receiver owns the array. */
@Message
public record Chunk(byte[] bytes) {}
