package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Writes the heads of responses, without what depends on the body and on the connection. Any thread. */
final class ResponseHead {
    /** The date, which is the same for a second, with its second. */
    private static volatile Dated dated = new Dated(0, new byte[0]);

    private record Dated(long second, byte[] line) {}

    private ResponseHead() {}

    /** Returns the bytes of a head up to the empty line. */
    static byte[] bytes(Head head) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ");
        text.append(head.status())
                .append(' ')
                .append(Http1Error.phrase(head.status()))
                .append("\r\n");
        Fields fields = head.fields();
        for (int i = 0; i < fields.count(); i++) {
            text.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
        }
        byte[] first = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] date = date();
        byte[] all = new byte[first.length + date.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(date, 0, all, first.length, date.length);
        return all;
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
