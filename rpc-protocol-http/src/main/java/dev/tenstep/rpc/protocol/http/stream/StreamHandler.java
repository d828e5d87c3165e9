package dev.tenstep.rpc.protocol.http.stream;

import org.jspecify.annotations.Nullable;

/** Handles one request and its response, whatever the version of HTTP. All methods are called in the event loop. */
public interface StreamHandler {

    /**
     * Takes a part of the body. The peer may send as many bytes again once they are {@link HttpStream#consumed}.
     *
     * @param array lent for the call
     * @param last whether the body ends with it, without trailers
     */
    void data(byte[] array, int from, int end, boolean last);

    /** Ends the body with trailers. */
    void trailers(Fields trailers);

    /** Notes that the stream is over: both sides have ended, or {@code broken} is to be heard first. */
    void closed();

    /**
     * Notes that the stream is over before its end: the peer has reset it, it breaks the protocol, or the connection is
     * lost. Called before {@link #closed}.
     *
     * @param code of the peer's reset; null if the peer has not said one
     */
    void broken(@Nullable ErrorCode code, String why);

    /** Notes that the stream is over because the peer has broken the protocol. Called before {@link #closed}. */
    default void violated(ErrorCode code, String why) {
        broken(null, why);
    }

    /** Notes that the peer accepts that many more bytes of the body, or fewer if it is negative. */
    default void granted(int more) {}

    /** Notes that the stream may take more data. */
    default void roomChanged() {}

    /** Checks whether the stream makes progress; called every second or so, at that {@link System#nanoTime()}. */
    default void check(long now) {}
}
