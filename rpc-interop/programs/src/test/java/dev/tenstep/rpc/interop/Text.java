package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.contract.Message;

/** A message with one text. */
@Message
record Text(String text) {}
