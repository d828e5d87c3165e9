package dev.tenstep.rpc.protocol.http.grpc;

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
import dev.tenstep.rpc.transport.netty.connection.Assembly;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request by gRPC and its answer: step 3, reading its messages, and step 8, writing the answer. {@link #send} and {@link
 * #fail} are for any thread, everything else is for the event loop.
 */
abstract class GrpcRequest implements StreamHandler, Departure, MessageReader.Sink {
    private static final byte[] NOTHING = {};
    /** The time before its deadline at which a client may already have seen it pass, and the part of its time limit. */
    private static final long EARLY_NANOS = 20_000_000;

    private static final int EARLY_PART = 100;

    private final HttpStream stream;
    private final GrpcRoute route;
    private final long deadlineNanos;
    private final long openedNanos;
    private @Nullable MessageReader reader;
    private @Nullable GrpcCall call;
    private boolean headSent;
    private boolean failed;
    /** The time since when the answer waits for the client without any progress; 0 if it does not wait. */
    private long waitsSince;

    private long movedBefore;

    GrpcRequest(HttpStream stream, GrpcRoute route, long deadlineNanos) {
        this.stream = stream;
        this.route = route;
        this.deadlineNanos = deadlineNanos;
        this.openedNanos = stream.nowNanos();
    }

    final HttpStream stream() {
        return stream;
    }

    final GrpcRoute route() {
        return route;
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    final KernelSettings settings() {
        return stream.side().context().settings();
    }

    /** The longest message that the client accepts, as far as it has said. */
    final int maxMessage() {
        return Math.min(settings().maxMessage(), route.maxMessage());
    }

    final int maxMetadata() {
        return settings().maxMetadata();
    }

    final @Nullable GrpcCall call() {
        return call;
    }

    private ServerCalls calls() {
        return stream.side().context().calls();
    }

    final MessageReader reader() {
        MessageReader now = reader;
        if (now == null) {
            now = new MessageReader(
                    this, stream.side().context().memory(), settings().maxMessage());
            reader = now;
        }
        return now;
    }

    /** Returns whether a message is incomplete. */
    final boolean inMessage() {
        return reader != null && reader.inMessage();
    }

    /** Returns the compressor of a message; the client must have named it. */
    final @Nullable Compressor compressor(boolean compressed) {
        if (compressed && route.encoding() == null) {
            throw new RpcException(
                    StatusCode.INTERNAL, "a compressed message of a request without grpc-encoding (expected: gzip)");
        }
        return compressed ? route.encoding() : null;
    }

    /** Ends step 3: serves the call. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    final void arrive(GrpcCall arrived) {
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

    @Override
    public final RpcException tooLong(long length) {
        String what = call == null ? "the parameters" : "an element of the stream";
        return new RpcException(
                StatusCode.RESOURCE_EXHAUSTED,
                what + " of " + route.method().binding().method().displayName() + ": " + length
                        + " bytes (expected: at most " + settings().maxMessage() + ")");
    }

    /** Reads a part of the body. */
    protected abstract void read(byte[] array, int from, int end, boolean last);

    @Override
    public final void trailers(Fields trailers) {
        data(NOTHING, 0, 0, true);
    }

    /** Fails the call for what the client has sent. */
    final void fail(RpcException why) {
        if (failed) {
            return;
        }
        failed = true;
        GrpcCall running = call;
        if (running != null) {
            running.fail(why);
            running.cancel(why);
        } else if (!stream.closed()) {
            // The procedure was not started.
            WireFailure refused = WireFailure.of(Refusal.of(why), maxMetadata());
            Answers.Answer answer = route.answers().failed(refused, null, false);
            depart(answer, NOTHING, 0, 0);
        }
    }

    /** Begins step 8: writes and sends the result; any thread. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    void send(GrpcCall answered, Reply reply) {
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
            String times = answered.traced() ? GrpcStatus.times(reply.serverNanos()) : null;
            offer(
                    route.answers().whole(compressed, metadata, trailers(answered), times),
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
    final Metadata trailers(GrpcCall answered) {
        return answered.trailers().size() <= maxMetadata() ? answered.trailers() : Metadata.EMPTY;
    }

    private boolean write(GrpcCall answered, Reply reply, MessageOutput out) {
        int maxMessage = maxMessage();
        try {
            out.reserve(MessageReader.PREFIX);
            out.position(MessageReader.PREFIX);
            out.limit((int) Math.min(Integer.MAX_VALUE, (long) MessageReader.PREFIX + maxMessage));
            reply.writeResult(out);
            out.checkLimit();
            return compress(out);
        } catch (Throwable e) {
            throw answered.unwritableResult(e, maxMessage);
        }
    }

    /** Compresses the message behind its prefix, if that makes it shorter, and completes the prefix. */
    final boolean compress(MessageOutput out) throws IOException {
        Compressor by = route.answers().compressor();
        int length = out.position() - MessageReader.PREFIX;
        boolean compressed = false;
        if (by != null && length >= stream.side().context().compression().threshold()) {
            MessageOutput shorter =
                    MessageCompression.compress(by, out.array(), MessageReader.PREFIX, length, 0, length);
            if (shorter != null) {
                out.position(MessageReader.PREFIX);
                out.write(shorter.array(), 0, shorter.position());
                compressed = true;
            }
        }
        MessageReader.putPrefix(out.array(), compressed, out.position() - MessageReader.PREFIX);
        return compressed;
    }

    /** Sends a call's failure; any thread. */
    final void fail(GrpcCall answered, WireFailure failure) {
        answered.begin(Step.TRAVEL_TO_CLIENT);
        offer(route.failed(failure, headSent()), NOTHING, 0, here());
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
        Head head = answer.head();
        Head trailers = answer.trailers();
        int longest = Math.max(head == null ? 0 : head.size(), trailers == null ? 0 : trailers.size());
        if (longest > stream.maxHead()) {
            withoutMetadata(trailers, longest);
            return;
        }
        if (head != null && !headSent) {
            headSent = true;
            stream.head(head);
        }
        if (length > 0) {
            stream.data(array, offset, length);
        }
        if (trailers != null) {
            stream.end(trailers);
        }
    }

    /** Ends a call whose answer has more metadata than the client accepts. */
    private void withoutMetadata(@Nullable Head trailers, int found) {
        RpcException why = Answers.shortened(trailers, found, stream.maxHead());
        stream.end(Objects.requireNonNull(
                route.answers().failed(WireFailure.of(why, 0), null, headSent).trailers()));
        GrpcCall running = call;
        if (running != null) {
            running.cancel(why);
        }
    }

    @Override
    public void broken(@Nullable ErrorCode code, String why) {
        GrpcCall running = call;
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
        MessageReader partial = reader;
        if (partial != null) {
            partial.close();
        }
        calls().ended(stream.id());
    }

    @Override
    public void check(long now) {
        if (stream.waits()) {
            checkReader(now);
            return;
        }
        waitsSince = 0;
        MessageReader partial = reader;
        if (failed || (call != null && !inMessage())) {
            return;
        }
        Assembly message = partial == null ? null : partial.partial();
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
            GrpcCall running = call;
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
    final MessageInput lend(byte[] array, int from, int length) {
        MessageInput input = stream.side().input();
        input.reset(array, from, length);
        return input;
    }
}
