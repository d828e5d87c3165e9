package dev.tenstep.rpc.protocol.http.stream;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.FramedConnection;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;

/**
 * One request and its response, as the version of HTTP writes them: a head, data, and the end, perhaps with trailers. What
 * the peer does not accept yet waits here. Event loop only, unless stated otherwise.
 */
public abstract class HttpStream {
    /** The window of a moving stream on a short path, in bytes. */
    public static final int MOVING_WINDOW = 1 << 20;

    /** The stream's number in its connection; any thread. */
    public abstract int id();

    /** The connection; any thread. */
    public abstract FramedConnection connection();

    /** The part of a server's connection that its calls share; any thread. */
    public abstract ServerSide side();

    /** Sends the head. */
    public abstract void head(Head head);

    /** Sends data, behind earlier data. The array is lent for the call. */
    public abstract void data(byte[] array, int from, int length);

    /** Sends an element of a stream, behind earlier data. Its output is handed over. */
    public abstract void element(MessageOutput element);

    /** Sends the last data and ends this side. The array is lent for the call. */
    public abstract void end(byte[] array, int from, int length);

    /** Ends this side. */
    public abstract void end();

    /** Ends this side with trailers. */
    public abstract void end(Head trailers);

    /** Ends both sides for that reason. */
    public abstract void reset(ErrorCode code);

    /** Notes that received bytes no longer wait, so that the peer may send as many again; it is told when they are many. */
    public abstract void consumed(int bytes);

    /** Lets the peer send that many more bytes, and tells it soon. */
    public abstract void accept(int more);

    /** Returns the bytes of the body that the peer accepts now. */
    public abstract int window();

    /** Returns the bytes of the body that the peer may send before any are consumed. */
    public abstract int firstWindow();

    /** Returns the bytes of the body that may be under way once the receiver keeps up; any thread. It changes. */
    public abstract int movingWindow();

    /** Returns the longest list of fields that the peer accepts, in bytes as {@link Head#size} counts them. */
    public abstract int maxHead();

    /**
     * Returns a number that grows when the peer accepts some of what waits: of this stream's, or of another's if it is only
     * its turn that this stream waits for.
     */
    public abstract long moved();

    /** Returns whether data waits for other data, or until the peer accepts it. */
    public abstract boolean waits();

    /** Returns whether an element would wait until the peer accepts it. */
    public abstract boolean blocked();

    /** Returns {@link System#nanoTime()} at the beginning of the current burst of reads. */
    public abstract long nowNanos();

    /** Returns whether the peer has ended its side. */
    public abstract boolean ended();

    /** Returns whether this side has ended. */
    public abstract boolean endSent();

    /** Returns whether the stream is over. */
    public abstract boolean closed();
}
