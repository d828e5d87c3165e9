/**
 * A plugin for protoc that generates an interface for each service of a {@code .proto} file, over the messages that
 * protobuf-java generates. It reads a {@code CodeGeneratorRequest} from standard input and writes a {@code
 * CodeGeneratorResponse} to standard output.
 *
 * <pre>
 * protoc --java_out=out --tenstep_out=style=blocking:out --plugin=protoc-gen-tenstep route_guide.proto
 * </pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protoc.Main}, then {@code Generator}, and {@code ServiceInterface} for the
 * text of an interface.
 */
@NullMarked
package dev.tenstep.rpc.protoc;

import org.jspecify.annotations.NullMarked;
