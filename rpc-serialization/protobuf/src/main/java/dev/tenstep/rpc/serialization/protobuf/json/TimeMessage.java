package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** The form of a google.protobuf.Timestamp or Duration, within the ranges that those allow. */
record TimeMessage(Descriptor type, TimeForm form) implements MessageForm {
    private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final long LONGEST = 315_576_000_000L;
    private static final int SECOND = 1_000_000_000;

    @Override
    public void write(Message message, JsonGenerator out, int depth) throws IOException {
        long seconds = (long) message.getField(type.findFieldByNumber(1));
        int nanos = (int) message.getField(type.findFieldByNumber(2));
        if (!isInRange(seconds, nanos)) {
            throw new UnwritableValueException("seconds: " + seconds + ", nanos: " + nanos + " of a "
                    + type.getFullName() + " (expected: " + range() + ")");
        }
        form.write(
                form == TimeForm.INSTANT ? Instant.ofEpochSecond(seconds, nanos) : Duration.ofSeconds(seconds, nanos),
                out,
                depth);
    }

    @Override
    public void read(JsonParser in, Message.Builder into, int depth) throws IOException {
        Object value = form.read(in, depth);
        long seconds;
        int nanos;
        if (value instanceof Instant instant) {
            seconds = instant.getEpochSecond();
            nanos = instant.getNano();
        } else {
            Duration duration = (Duration) value;
            boolean borrow = duration.getSeconds() < 0 && duration.getNano() > 0;
            seconds = borrow ? duration.getSeconds() + 1 : duration.getSeconds();
            nanos = borrow ? duration.getNano() - SECOND : duration.getNano();
        }
        if (!isInRange(seconds, nanos)) {
            throw new MalformedMessageException(
                    Tokens.shown(in.getText()) + " for a " + type.getFullName() + " (expected: " + range() + ")");
        }
        into.setField(type.findFieldByNumber(1), seconds).setField(type.findFieldByNumber(2), nanos);
    }

    private boolean isInRange(long seconds, int nanos) {
        if (form == TimeForm.INSTANT) {
            return seconds >= FIRST && seconds <= LAST && nanos >= 0 && nanos < SECOND;
        }
        boolean signsDiffer = (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0);
        return seconds >= -LONGEST && seconds <= LONGEST && nanos > -SECOND && nanos < SECOND && !signsDiffer;
    }

    private String range() {
        return form == TimeForm.INSTANT
                ? "from the year 1 to 9999, 0..999999999 nanos"
                : "-" + LONGEST + ".." + LONGEST + " seconds, nanos of the same sign";
    }
}
