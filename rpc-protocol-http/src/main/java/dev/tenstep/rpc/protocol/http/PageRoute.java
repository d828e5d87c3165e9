package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Departure;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.Request;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.server.Page;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of requests for a page.
 *
 * @param query behind the question mark
 * @param making the number of pages that are being made for the connection, which the event loop counts
 */
record PageRoute(Page page, String path, String query, AtomicInteger making) implements Route {
    private static final Logger LOG = LoggerFactory.getLogger(PageRoute.class);
    private static final byte[] NOTHING = {};
    /** The most pages that are made at once for a connection: each takes a thread of the handlers. */
    private static final int MOST = 16;

    private static final int FAILED = 500;
    private static final int BUSY = 503;

    /** Returns the way of a request for a page, whatever its method. */
    static Route of(Page page, String path, Request request, AtomicInteger making) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answered.with(405, "method: " + request.method() + " (expected: GET or HEAD)", "allow", "GET, HEAD");
        }
        return new PageRoute(page, path, request.query(), making);
    }

    @Override
    public StreamHandler open(HttpStream stream) {
        return new Asked(stream);
    }

    private Page.Content content() {
        try {
            return page.content(query);
        } catch (Throwable e) {
            LOG.warn("the page {} failed", path, e);
            return error(FAILED, "the page failed; the server's log has the reason\n");
        }
    }

    private static Page.Content error(int status, String text) {
        return new Page.Content(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A request for the page. Its content is made in a handler's thread, everything else is for the event loop. */
    private final class Asked implements StreamHandler, Departure {
        private final HttpStream stream;
        private boolean asked;

        Asked(HttpStream stream) {
            this.stream = stream;
        }

        @Override
        public void data(byte[] array, int from, int end, boolean last) {
            stream.consumed(end - from);
            if (last && !asked) {
                asked = true;
                ask();
            }
        }

        private void ask() {
            boolean taken = making.incrementAndGet() <= MOST
                    && stream.side().context().services().execute(() -> stream.connection()
                            .outbox()
                            .offer(this, content(), NOTHING, 0));
            if (!taken) {
                depart(error(BUSY, "too many pages or calls are waiting\n"), NOTHING, 0, 0);
            }
        }

        @Override
        public void trailers(Fields trailers) {
            data(NOTHING, 0, 0, true);
        }

        @Override
        public void depart(@Nullable Object what, byte[] array, int offset, int length) {
            making.decrementAndGet();
            if (stream.closed() || !(what instanceof Page.Content content)) {
                return;
            }
            byte[] body = content.body();
            Fields fields = Fields.of("content-type", content.type(), "content-length", String.valueOf(body.length));
            stream.head(Head.response(content.status(), fields));
            stream.end(body, 0, body.length);
        }

        @Override
        public void broken(@Nullable ErrorCode code, String why) {}

        @Override
        public void closed() {}
    }
}
