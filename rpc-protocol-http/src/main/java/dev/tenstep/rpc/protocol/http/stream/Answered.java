package dev.tenstep.rpc.protocol.http.stream;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Handles a request whose answer is known from its head. Either the answer has been given, and whatever comes is ignored; or
 * it follows the request's body, as clients of HTTP expect it, unless that is long or takes long.
 */
public final class Answered implements StreamHandler {
    private static final StreamHandler ALREADY = new Answered(null, null, new byte[0]);
    private static final int LONG_BODY = 64 << 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable HttpStream stream;
    private final @Nullable Head head;
    private final byte[] body;
    private final long begunNanos = System.nanoTime();
    private long received;
    private boolean answered;

    private Answered(@Nullable HttpStream stream, @Nullable Head head, byte[] body) {
        this.stream = stream;
        this.head = head;
        this.body = body;
    }

    /** Returns the handler of a request that was answered at once. */
    public static StreamHandler already() {
        return ALREADY;
    }

    /** Makes the way of requests that are answered with a head and a body, behind their own bodies. */
    public static Route with(Head head, byte[] body) {
        return stream -> new Answered(stream, head, body);
    }

    /** Makes the way of requests that are answered with a text for people, and one field for programs. */
    public static Route with(int status, String text, String name, String value) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String length = String.valueOf(body.length);
        Fields fields = Fields.of("content-type", "text/plain; charset=utf-8", "content-length", length, name, value);
        return with(Head.response(status, fields), body);
    }

    private void answer() {
        HttpStream to = stream;
        if (to == null || head == null || answered) {
            return;
        }
        answered = true;
        if (body.length > 0) {
            to.head(head);
            to.end(body, 0, body.length);
        } else {
            to.end(head); // in one frame: gRPC's clients read a status only from the last fields
        }
    }

    @Override
    public void data(byte[] array, int from, int end, boolean last) {
        received += end - from;
        if (last || received > LONG_BODY) {
            answer();
        } else if (stream != null) {
            stream.consumed(end - from);
        }
    }

    @Override
    public void trailers(Fields trailers) {
        answer();
    }

    @Override
    public void broken(@Nullable ErrorCode code, String why) {}

    @Override
    public void closed() {}

    @Override
    public void check(long now) {
        if (answered && stream != null && now - begunNanos > 2 * PATIENCE_NANOS) {
            stream.reset(ErrorCode.CANCEL);
        } else if (now - begunNanos > PATIENCE_NANOS) {
            answer();
        }
    }
}
