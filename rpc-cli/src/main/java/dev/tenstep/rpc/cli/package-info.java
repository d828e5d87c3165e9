/**
 * The command line: lists, describes and calls the services of any server that speaks a protocol of Tenstep's, and keeps
 * contracts as files. It knows types by server reflection, from {@code .proto} files, or from a class path.
 *
 * <pre>{@code
 * java -jar rpc.jar call 127.0.0.1:9090 acme.Greeter/SayHello -d '{"name": "shen"}'
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.cli.Main}.
 */
@NullMarked
package dev.tenstep.rpc.cli;

import org.jspecify.annotations.NullMarked;
