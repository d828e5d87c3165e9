package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of a connection that are not closed, and the window with which the peer lets each begin. Event loop only. */
final class OpenStreams {
    private final IntObjectHashMap<Http2Stream> streams = new IntObjectHashMap<>();
    private int firstWindow = Frames.FIRST_WINDOW;

    /** Returns the stream of a number; null if it is closed, or not open yet. */
    @Nullable
    Http2Stream get(int id) {
        return streams.get(id);
    }

    /** Opens a stream. */
    Http2Stream open(Http2Connection connection, int id) {
        Http2Stream stream = new Http2Stream(connection, id, firstWindow);
        streams.put(id, stream);
        return stream;
    }

    /** Removes a stream; returns false if it was not there. */
    boolean remove(int id) {
        return streams.remove(id) != null;
    }

    int count() {
        return streams.size();
    }

    /** Returns all streams, in a list of its own: handlers may close any of them. */
    List<Http2Stream> all() {
        return streams.isEmpty() ? List.of() : new ArrayList<>(streams.values());
    }

    /** Sets the window with which streams begin, and changes those of the open ones as much (RFC 9113, section 6.9.2). */
    void firstWindow(int size) {
        int more = size - firstWindow;
        firstWindow = size;
        for (Http2Stream stream : all()) {
            if (!stream.grant(more)) {
                throw ConnectionError.of(ErrorCode.FLOW_CONTROL_ERROR, "a stream's window beyond 2^31-1");
            }
            granted(stream, more);
        }
    }

    /** Tells a stream's handler that the peer accepts more of the body, or less. */
    static void granted(Http2Stream stream, int more) {
        StreamHandler handler = stream.handler();
        if (handler != null) {
            handler.granted(more);
        }
    }

    /** Lets streams go on that wait for room in the outbox. */
    void resume() {
        for (Http2Stream stream : all()) {
            StreamHandler handler = stream.handler();
            if (handler != null) {
                handler.roomChanged();
            }
        }
    }
}
