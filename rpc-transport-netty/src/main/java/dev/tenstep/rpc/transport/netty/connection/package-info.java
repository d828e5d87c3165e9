/**
 * The parts of a connection that protocols share: frames on the arrays of the event loop, outgoing bytes gathered into
 * slices, the checks that the peer makes progress, and the queues of calls and elements. What a frame means is up to the
 * protocol.
 *
 * <pre>{@code
 * final class LineConnection extends FramedConnection {
 *     public int frameLength(byte[] array, int start, int end) {
 *         return 2 + (array[start] << 8 | array[start + 1] & 0xff);
 *     }
 *     public void frame(byte[] array, int start, int end) {
 *         outbox.append(array, start, end - start);
 *         outbox.frameDone();
 *         flushSoon();
 *     }
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.transport.netty.connection.FramedConnection}, which a protocol's connection extends;
 * {@link dev.tenstep.rpc.transport.netty.connection.FrameReader} and {@link dev.tenstep.rpc.transport.netty.connection.Outbox}, its
 * two directions; {@link dev.tenstep.rpc.transport.netty.connection.ClientSide} and {@link
 * dev.tenstep.rpc.transport.netty.connection.ServerSide}, what is shared on one side only; {@link
 * dev.tenstep.rpc.transport.netty.connection.CallStreams}, the streams of a call.
 */
@NullMarked
package dev.tenstep.rpc.transport.netty.connection;

import org.jspecify.annotations.NullMarked;
