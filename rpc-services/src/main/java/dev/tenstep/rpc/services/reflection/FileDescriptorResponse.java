package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Message;
import java.util.List;

/**
 * A file and those that it imports.
 *
 * @param fileDescriptorProto a {@code google.protobuf.FileDescriptorProto} each
 */
@Message
public record FileDescriptorResponse(List<byte[]> fileDescriptorProto) {}
