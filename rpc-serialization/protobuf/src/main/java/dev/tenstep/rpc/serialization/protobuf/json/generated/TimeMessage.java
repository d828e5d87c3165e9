package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.TimeForm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** The form of a google.protobuf.Timestamp or Duration, within the ranges that those allow. */
record TimeMessage(Descriptor type, TimeForm form) implements MessageForm {
    private static final int SECOND = 1_000_000_000;
    /** A bound within which java.time takes all seconds. */
    private static final long FEW = 1_000_000_000_000L;

    @Override
    public void write(Message message, JsonGenerator out, int depth) throws IOException {
        long seconds = (long) message.getField(type.findFieldByNumber(1));
        int nanos = (int) message.getField(type.findFieldByNumber(2));
        if (!isWhole(seconds, nanos)) {
            throw new UnwritableValueException("seconds: " + seconds + ", nanos: " + nanos + " of a "
                    + type.getFullName() + " (expected: " + expected() + ")");
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
        into.setField(type.findFieldByNumber(1), seconds).setField(type.findFieldByNumber(2), nanos);
    }

    /** Returns whether the two are one time, which the form then checks. */
    private boolean isWhole(long seconds, int nanos) {
        if (form == TimeForm.INSTANT) {
            return nanos >= 0 && nanos < SECOND && seconds > -FEW && seconds < FEW;
        }
        boolean signsDiffer = (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0);
        return nanos > -SECOND && nanos < SECOND && !signsDiffer && seconds > -FEW && seconds < FEW;
    }

    private String expected() {
        return form == TimeForm.INSTANT
                ? "a time of the years 1 to 9999, 0..999999999 nanos"
                : "seconds of 10,000 years at the most, nanos of the same sign";
    }
}
