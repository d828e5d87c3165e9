/**
 * The runnable jar of the examples: a server of all of them, a client that calls them and shows the ten steps of its calls,
 * and a demo that runs both as processes of their own. The examples themselves lie in the packages beneath, one each; they do
 * not know this one.
 *
 * <pre>{@code
 * java -jar rpc-examples.jar server --port 9090
 * java -jar rpc-examples.jar client --target 127.0.0.1:9090 --serializer kryo --trace
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.Main}, then {@code ServerCommand} and {@code ClientCommand}.
 */
@NullMarked
package dev.tenstep.rpc.examples;

import org.jspecify.annotations.NullMarked;
