package dev.tenstep.rpc.protocol.http.stream;

import org.jspecify.annotations.Nullable;

/** Handles a request that is answered already, whatever it goes on with. */
public final class Answered implements StreamHandler {
    private static final Answered INSTANCE = new Answered();

    private Answered() {}

    /** Returns the handler. */
    public static StreamHandler instance() {
        return INSTANCE;
    }

    /** Makes the way of requests that are answered with a head alone. */
    public static Route with(Head head) {
        return stream -> {
            stream.head(head);
            stream.end();
            return INSTANCE;
        };
    }

    /** Makes the way of requests that are answered with a head and a body. */
    public static Route with(Head head, byte[] body) {
        return stream -> {
            stream.head(head);
            stream.data(body, 0, body.length, false);
            stream.end();
            return INSTANCE;
        };
    }

    @Override
    public void data(byte[] array, int from, int end, boolean last) {}

    @Override
    public void trailers(Fields trailers) {}

    @Override
    public void broken(@Nullable ErrorCode code, String why) {}

    @Override
    public void closed() {}
}
