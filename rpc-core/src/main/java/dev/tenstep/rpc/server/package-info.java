/**
 * The half of a call that the server performs: admission, steps 4 to 7, and the services that it offers.
 *
 * <pre>{@code
 * ServerMethod method = services.find("Users", "find", "json", fingerprint);
 * new CallOfThisProtocol(method, message, metadata, deadlineNanos).serve(); // an IncomingCall
 * }</pre>
 *
 * <p>Starting points: {@code ServerHandle.exchange}, whose body is the server in short. For protocols: {@link
 * dev.tenstep.rpc.server.Services} and {@link dev.tenstep.rpc.server.IncomingCall}. The rest is internal.
 */
@NullMarked
package dev.tenstep.rpc.server;

import org.jspecify.annotations.NullMarked;
