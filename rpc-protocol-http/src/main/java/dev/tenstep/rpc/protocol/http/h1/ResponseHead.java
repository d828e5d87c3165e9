package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.transport.netty.connection.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes the heads of responses, without what depends on the body and on the connection. Any thread. */
final class ResponseHead {
    private static final int MOST = 600;
    /** The status lines by their statuses. Racy: two threads may make equal ones. */
    private static final byte @Nullable [][] STATUS_LINES = new byte[MOST][];
    /** The date, which is the same for a second, with its second. */
    private static volatile Dated dated = new Dated(0, new byte[0]);

    private record Dated(long second, byte[] line) {}

    private ResponseHead() {}

    /** Appends a head up to the empty line. */
    static void write(Head head, Outbox to) {
        byte[] status = statusLine(head.status());
        to.append(status, 0, status.length);
        byte[] lines = head.lines();
        to.append(lines, 0, lines.length);
        byte[] date = date();
        to.append(date, 0, date.length);
    }

    private static byte[] statusLine(int status) {
        byte[] line = STATUS_LINES[status];
        if (line == null) {
            line = ("HTTP/1.1 " + status + ' ' + Http1Error.phrase(status) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            STATUS_LINES[status] = line;
        }
        return line;
    }

    private static byte[] date() {
        long second = System.currentTimeMillis() / 1000;
        Dated now = dated;
        if (now.second != second) {
            String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
            now = new Dated(second, ("date: " + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            dated = now;
        }
        return now.line;
    }
}
