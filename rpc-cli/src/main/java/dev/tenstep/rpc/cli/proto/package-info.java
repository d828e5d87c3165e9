/**
 * The commands for contracts as files: {@code proto export} writes {@code .proto} files of interfaces, and {@code proto check} compares
 * interfaces, or other files, with them and refuses what breaks peers.
 *
 * <pre>{@code
 * java -jar rpc.jar proto export --class-path target/classes -o proto
 * java -jar rpc.jar proto check --class-path target/classes --against proto
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.cli.proto.ProtoCommand}; {@code Comparison} has the rules.
 */
@NullMarked
package dev.tenstep.rpc.cli.proto;

import org.jspecify.annotations.NullMarked;
