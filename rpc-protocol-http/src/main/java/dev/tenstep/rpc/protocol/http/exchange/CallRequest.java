package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.Departure;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.ServerCalls;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that calls a method, and its answer: step 3, reading its messages, and step 8, writing the answer. {@link #send}
 * and {@link #fail} are for any thread, everything else is for the event loop.
 */
public abstract class CallRequest implements StreamHandler, Departure {
    private static final byte[] NOTHING = {};
    private static final long[] NO_TIMES = {};
    /** The time before its deadline at which a client may already have seen it pass, and the part of its time limit. */
    private static final long EARLY_NANOS = 20_000_000;

    private static final int EARLY_PART = 100;

    private final HttpStream stream;
    private final CallRoute route;
    private final long deadlineNanos;
    private final long openedNanos;
    private @Nullable RequestCall call;
    private boolean headSent;
    private boolean failed;
    /** The time since when the answer waits for the client without any progress; 0 if it does not wait. */
    private long waitsSince;

    private long movedBefore;

    /** Makes that of a stream whose call was admitted. */
    protected CallRequest(HttpStream stream, CallRoute route) {
        this.stream = stream;
        this.route = route;
        this.openedNanos = stream.nowNanos();
        this.deadlineNanos = route.timeoutNanos() == 0 ? 0 : openedNanos + route.timeoutNanos();
    }

    /** The stream. */
    public final HttpStream stream() {
        return stream;
    }

    /** The way of the request. */
    protected final CallRoute route() {
        return route;
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    /** The limits of the server. */
    protected final KernelSettings settings() {
        return stream.side().context().settings();
    }

    /** The longest message that the client accepts, as far as it has said. */
    final int maxMessage() {
        return Math.min(settings().maxMessage(), route.maxMessage());
    }

    final int maxMetadata() {
        return settings().maxMetadata();
    }

    final @Nullable RequestCall call() {
        return call;
    }

    private ServerCalls calls() {
        return stream.side().context().calls();
    }

    /** Ends step 3: serves the call. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    protected final void arrive(RequestCall arrived) {
        call = arrived;
        arrived.begin(Step.TRAVEL_TO_SERVER);
        if (arrived.method().streams()) {
            calls().add(stream.id(), arrived);
        }
        arrived.serve();
        if (!arrived.answered() && !stream.closed() && !arrived.method().streams()) {
            calls().add(stream.id(), arrived);
        }
    }

    @Override
    public final void data(byte[] array, int from, int end, boolean last) {
        if (failed) {
            stream.consumed(end - from);
            return;
        }
        try {
            read(array, from, end, last);
        } catch (RpcException e) {
            fail(e);
        }
    }

    /** Returns the failure of a call with a message of that length, which is too long. */
    public final RpcException tooLong(long length) {
        String what = call == null ? "the parameters" : "an element of the stream";
        return new RpcException(
                StatusCode.RESOURCE_EXHAUSTED,
                what + " of " + route.method().binding().method().displayName() + ": " + length
                        + " bytes (expected: at most " + settings().maxMessage() + ")");
    }

    /** A message that is not complete, with the times of its first and its last bytes by {@link System#nanoTime()}. */
    protected record Arriving(long startedNanos, long grownNanos) {}

    /** Returns the message that is not complete; null if there is none. */
    protected abstract @Nullable Arriving arriving();

    /** Reads a part of the body. */
    protected abstract void read(byte[] array, int from, int end, boolean last);

    @Override
    public final void trailers(Fields trailers) {
        data(NOTHING, 0, 0, true);
    }

    /** Returns the failure of a call whose request is not what the protocol says. */
    protected final RpcException malformed(String why) {
        return new RpcException(route.malformed(), why);
    }

    /** Fails the call for what the client has sent. */
    public final void fail(RpcException why) {
        if (failed) {
            return;
        }
        failed = true;
        RequestCall running = call;
        if (running != null) {
            running.fail(why);
            running.cancel(why);
        } else if (!stream.closed()) {
            // The procedure was not started.
            depart(route.refused(Refusal.of(why), maxMetadata()), NOTHING, 0, 0);
        }
    }

    /** Begins step 8: writes and sends the result; any thread. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    void send(RequestCall answered, Reply reply) {
        ServerSide side = stream.side();
        boolean here = here();
        MessageOutput out = side.take(here);
        out.growsIn(side.room());
        try {
            Metadata metadata = reply.replyMetadata();
            Encoding.checkReplyMetadata(metadata, maxMetadata());
            boolean compressed = write(answered, reply, out);
            side.room().resultWritten(out);
            answered.begin(Step.TRAVEL_TO_CLIENT);
            offer(
                    route.answers().whole(compressed, metadata, trailers(answered), times(answered)),
                    out.array(),
                    out.position(),
                    here);
        } finally {
            out.growsIn(null);
            side.room().written(out);
            side.give(out, here);
        }
    }

    /** Returns what the handler adds after the results, unless that is too long. */
    final Metadata trailers(RequestCall answered) {
        return answered.trailers().size() <= maxMetadata() ? answered.trailers() : Metadata.EMPTY;
    }

    /** Returns the times of the server's steps; null if the client does not want them. */
    static long @Nullable [] times(RequestCall answered) {
        long[] times = answered.traced() ? answered.serverNanos() : null;
        return times == null && answered.traced() ? NO_TIMES : times;
    }

    private boolean write(RequestCall answered, Reply reply, MessageOutput out) {
        int maxMessage = maxMessage();
        int before = headroom();
        try {
            out.reserve(before);
            out.position(before);
            out.limit((int) Math.min(Integer.MAX_VALUE, (long) before + maxMessage));
            reply.writeResult(out);
            out.checkLimit();
            return compress(out);
        } catch (Throwable e) {
            throw answered.unwritableResult(e, maxMessage);
        }
    }

    /** The bytes before a message. */
    protected abstract int headroom();

    /** Compresses the message behind what precedes it, if that makes it shorter. Returns whether it did. */
    protected boolean compress(MessageOutput out) throws IOException {
        Compressor by = route.answers().compressor();
        int before = headroom();
        int length = out.position() - before;
        if (by == null || length < stream.side().context().compression().threshold()) {
            return false;
        }
        MessageOutput shorter = MessageCompression.compress(by, out.array(), before, length, 0, length);
        if (shorter == null) {
            return false;
        }
        out.position(before);
        out.write(shorter.array(), 0, shorter.position());
        return true;
    }

    /** Returns the end of a call that fails. */
    final Answers.Answer failed(RequestCall failing, RpcException failure) {
        return route.failed(failing, failure, maxMetadata(), headSent());
    }

    /** Sends a call's failure; any thread. */
    final void fail(RequestCall answered, Answers.Answer failure) {
        answered.begin(Step.TRAVEL_TO_CLIENT);
        offer(failure, NOTHING, 0, here());
    }

    /** Returns whether the head was offered before; any thread that answers. */
    boolean headSent() {
        return false;
    }

    final boolean here() {
        return stream.connection().channel().eventLoop().inEventLoop();
    }

    private void offer(Answers.Answer answer, byte[] array, int length, boolean here) {
        if (here) {
            if (!stream.connection().finished()) {
                depart(answer, array, 0, length);
            }
        } else {
            stream.connection().outbox().offer(this, answer, array, length);
        }
    }

    @Override
    public void depart(@Nullable Object what, byte[] array, int offset, int length) {
        Answers.Answer answer = (Answers.Answer) what;
        if (answer == null || stream.closed()) {
            return;
        }
        if (answer.longestHead() > stream.maxHead()) {
            withoutMetadata(answer);
        } else {
            write(answer, array, offset, length);
        }
    }

    private void write(Answers.Answer answer, byte[] array, int offset, int length) {
        Head head = answer.head();
        Head trailers = answer.trailers();
        byte[] tail = answer.tail();
        if (head != null && !headSent) {
            headSent = true;
            stream.head(head);
        }
        if (answer.ends() && tail == null && trailers == null) {
            stream.end(array, offset, length);
            return;
        }
        if (length > 0) {
            stream.data(array, offset, length);
        }
        if (trailers != null) {
            stream.end(trailers);
        } else if (tail != null) {
            stream.end(tail, 0, tail.length);
        }
    }

    /** Ends a call whose answer has more metadata than the client accepts. */
    private void withoutMetadata(Answers.Answer answer) {
        RpcException why = answer.shortened(stream.maxHead());
        write(route.answers().failed(WireFailure.of(why, 0), null, headSent), NOTHING, 0, 0);
        RequestCall running = call;
        if (running != null) {
            running.cancel(why);
        }
    }

    @Override
    public void broken(@Nullable ErrorCode code, String why) {
        RequestCall running = call;
        if (running != null) {
            running.cancel(brokenBy(code, why));
        }
    }

    private RpcException brokenBy(@Nullable ErrorCode code, String why) {
        if (code == null) {
            return new RpcException(StatusCode.UNAVAILABLE, why);
        }
        // A client cancels at its own deadline, which may come a little before this side's.
        long early = route.timeoutNanos() / EARLY_PART + EARLY_NANOS;
        if (code == ErrorCode.CANCEL && deadlineNanos != 0 && deadlineNanos - System.nanoTime() < early) {
            return new RpcException(StatusCode.DEADLINE_EXCEEDED, "the deadline of the call passed on the client");
        }
        boolean cancelled = code == ErrorCode.CANCEL || code == ErrorCode.NO_ERROR;
        return new RpcException(StatusCode.CANCELLED, cancelled ? "the client cancelled the call" : why);
    }

    @Override
    public void closed() {
        calls().ended(stream.id());
    }

    @Override
    public void check(long now) {
        if (stream.waits()) {
            checkReader(now);
            return;
        }
        waitsSince = 0;
        Arriving message = arriving();
        if (failed || (call != null && message == null)) {
            return;
        }
        KernelSettings limits = settings();
        if (call == null && now - openedNanos > limits.messageTimeout().toNanos()) {
            fail(late("no complete message within " + Deadlines.text(limits.messageTimeout())));
        } else if (call == null && deadlineNanos != 0 && now - deadlineNanos >= 0) {
            fail(late("the deadline passed before the request's message was complete"));
        } else if (message != null
                && now - message.grownNanos() > limits.progressTimeout().toNanos()) {
            fail(late("the request's message stalled"));
        } else if (message != null
                && now - message.startedNanos() > limits.messageTimeout().toNanos()) {
            fail(late("the request's message was not complete within " + Deadlines.text(limits.messageTimeout())));
        }
    }

    /** Resets the stream if its client has not opened its window for long: what waits for that is held for it. */
    private void checkReader(long now) {
        if (waitsSince == 0 || stream.moved() != movedBefore) {
            waitsSince = now;
            movedBefore = stream.moved();
        } else if (now - waitsSince > patienceNanos()) {
            RequestCall running = call;
            if (running != null) {
                running.cancel(late(
                        "the client accepted no more of the answer for " + patienceNanos() / 1_000_000_000 + " s"));
            }
            stream.reset(ErrorCode.CANCEL);
        }
    }

    /** The time that a client has to accept more of an answer, in nanoseconds. */
    long patienceNanos() {
        return settings().progressTimeout().toNanos();
    }

    private static RpcException late(String why) {
        return new RpcException(StatusCode.DEADLINE_EXCEEDED, why);
    }

    /** Returns the input over a message, lent to the call that is made of it. */
    protected final MessageInput lend(byte[] array, int from, int length) {
        MessageInput input = stream.side().input();
        input.reset(array, from, length);
        return input;
    }
}
