/**
 * The schemas that commands work with, wherever they come from: {@code .proto} files and descriptor sets, read without protoc, and
 * the annotated interfaces of a class path.
 *
 * <pre>{@code
 * ProtoSources sources = ProtoSources.read(List.of(Path.of("acme/users.proto")), List.of(Path.of("proto")));
 * try (ClassPath classPath = ClassPath.open("target/classes:lib/*")) {
 *     List<Class<?>> services = classPath.services(List.of("Users"));
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.cli.schema.ProtoSources}, {@link dev.tenstep.rpc.cli.schema.ClassPath}.
 */
@NullMarked
package dev.tenstep.rpc.cli.schema;

import org.jspecify.annotations.NullMarked;
