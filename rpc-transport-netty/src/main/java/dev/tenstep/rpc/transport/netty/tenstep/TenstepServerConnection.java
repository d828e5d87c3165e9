package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.worker.HandlerShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection: step 3, reading requests, and step 8, writing replies. {@link #send}, {@link
 * #sendFailure} and {@link #taken} are for any thread; all else happens in the event loop.
 *
 * <p>Longer than other files: what is read, what is written, and when to do neither is decided by one state.
 */
final class TenstepServerConnection extends FramedConnection implements ServerConnection {
    private static final long TICK_MILLIS = 1000;
    private static final long LINGER_MILLIS = 500;
    /** How soon a connection looks again whether to read; longer each time. */
    private static final long LEAST_WAIT_MILLIS = 5;

    private static final long MOST_WAIT_MILLIS = 160;
    /** What an answer to a refused request takes beside its text, about, in bytes. */
    private static final int ERROR_LENGTH = 20;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ConnectionContext context;
    private final RequestReader requests;
    private final HandlerShare share;
    private final CallRoom room;
    private final LoopOutput answers;
    /** When a call was last seen in flight, by {@link System#nanoTime()}. */
    private long busyNanos = System.nanoTime();

    private int clientMaxMessage;
    private int clientMaxMetadata;
    private boolean clientHasStreams;
    private boolean leaving;
    private boolean lookPosted;
    private boolean resumePosted;
    private long waitMillis = LEAST_WAIT_MILLIS;

    TenstepServerConnection(ConnectionContext context, OutputPool scratch, LoopOutput answers) {
        super(context.channel(), context.settings(), scratch, context.memory());
        this.context = context;
        this.share = context.services().share();
        this.room = new CallRoom(this);
        share.in(room);
        this.answers = answers;
        this.requests = new RequestReader(this, context);
    }

    /** It has just been taken over. */
    void begin() {
        every(TICK_MILLIS, this::tick);
    }

    @Override
    protected void callFrame(int type, byte[] array, int from, int end) {
        if (!greeted && type != Wire.HELLO) {
            throw new ProtocolException("frame type " + type + " (expected: hello, type 1)");
        }
        switch (type) {
            case Wire.REQUEST -> requests.request(array, from, end, burstNanos);
            case Wire.DECLARE -> requests.declare(Declaration.read(array, from, end));
            case Wire.CHUNK -> requests.chunk(array, from, end);
            case Wire.ITEM, Wire.END, Wire.CREDIT -> requests.streamFrame(type, array, from, end);
            case Wire.CANCEL -> {
                FieldReader in = new FieldReader("cancel", array, from, end);
                requests.cancel((int) in.u32(), in.remaining() > 0 && in.u8() == StatusCode.DEADLINE_EXCEEDED.number());
            }
            case Wire.HELLO -> greet(Hello.read(array, from, end));
            case Wire.GO_AWAY -> {
                FieldReader in = new FieldReader("go-away", array, from, end);
                in.u16();
                abort("the client closed the connection: " + in.text(in.u16()));
            }
            default -> throw new ProtocolException("frame type " + type + " from a client");
        }
    }

    private void greet(Hello client) {
        if (greeted) {
            throw new ProtocolException("a second hello");
        }
        preface();
        if (!client.speaks(Wire.VERSION)) {
            farewell(
                    GoAwayReason.VERSION,
                    "the client speaks versions " + client.lowestVersion() + ".." + client.highestVersion()
                            + " of the protocol (expected: " + Wire.VERSION + " among them)");
            return;
        }
        greeted = true;
        context.ready();
        clientMaxMessage = Math.min(client.maxMessage(), settings.maxMessage());
        clientMaxMetadata = Math.min(client.maxMetadata(), settings.maxMetadata());
        clientHasStreams = client.streams();
        List<String> common = context.compression().names().stream()
                .filter(client.compressors()::contains)
                .toList();
        packs(new NegotiatedCompression(context.compression(), common, clientMaxMessage, settings.maxMessage()));
        gather(Hello.of(settings, client.features(), common)::write);
    }

    /** Step 8 begins: the result goes; any thread. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    void send(TenstepCall call, Reply reply) {
        if (reply.results() != null) {
            sendResults(((ServerStreams.StreamCall) call).streams(), call, reply);
            return;
        }
        boolean here = channel.eventLoop().inEventLoop();
        MessageOutput out = take(here);
        out.growsIn(room);
        try {
            int body = ReplyFrame.write(call, reply, out, clientMaxMessage, clientMaxMetadata);
            room.resultWritten(out);
            call.begin(Step.TRAVEL_TO_CLIENT);
            depart(call, out, body, here);
        } finally {
            out.growsIn(null);
            room.written(out);
            give(out, here);
        }
    }

    private void sendResults(ServerStreams streams, TenstepCall call, Reply reply) {
        MessageOutput out = new MessageOutput(256);
        ReplyFrame.write(call, reply, out, clientMaxMessage, clientMaxMetadata);
        call.begin(Step.TRAVEL_TO_CLIENT);
        streams.offer(Wire.REPLY, out);
        streams.send(reply);
    }

    /** The last of a call's results is on its way, or what stands for it. Event loop. */
    void resultsEnded(TenstepCall call) {
        requests.answered(call);
    }

    int clientMaxMessage() {
        return clientMaxMessage;
    }

    /** Whether both hellos have streams. */
    boolean clientHasStreams() {
        return clientHasStreams;
    }

    int clientMaxMetadata() {
        return clientMaxMetadata;
    }

    HandlerShare share() {
        return share;
    }

    /** The memory that its calls take. */
    CallRoom room() {
        return room;
    }

    /** Sends a call's failure; any thread. */
    void sendFailure(TenstepCall call, RpcException failure) {
        call.begin(Step.TRAVEL_TO_CLIENT);
        send(call, WireFailure.of(call, failure, clientMaxMetadata));
    }

    /** Sends that a call was not started; any thread. */
    void sendRefusal(TenstepCall call, Refusal refusal) {
        call.begin(Step.TRAVEL_TO_CLIENT);
        send(call, WireFailure.of(refusal, clientMaxMetadata));
    }

    private void send(TenstepCall call, WireFailure failure) {
        boolean here = channel.eventLoop().inEventLoop();
        MessageOutput out = take(here);
        try {
            ReplyFrame.writeError(call.id(), failure, out);
            depart(call, out, Wire.REPLY_HEADER, here);
        } finally {
            give(out, here);
        }
    }

    /** An output for an answer, in which users' code takes part that may do anything: nothing else is open meanwhile. */
    private MessageOutput take(boolean here) {
        return here ? answers.take() : scratch.take();
    }

    private void give(MessageOutput out, boolean here) {
        if (here) {
            answers.give(out);
        } else {
            scratch.give(out);
        }
    }

    /** An answer is written, and joins what is sent. */
    private void depart(TenstepCall call, MessageOutput out, int body, boolean here) {
        if (!here) {
            outbox.offer(call, body, out.array(), out.position());
        } else if (!finished()) {
            depart(call, outbox.append(out.array(), 0, out.position()), body);
        }
    }

    /** The answer that lies at the end of the outbox goes. */
    private void depart(TenstepCall call, int start, int bodyStart) {
        requests.answered(call);
        if (outbox.own().position() - start - bodyStart > Wire.LONGEST_WHOLE) {
            outbox.split(start, Wire.REPLY_HEADER, bodyStart);
        } else {
            outbox.frameDone();
            flushSoon();
        }
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (first instanceof CallStreams streams) {
            streams.depart((MessageOutput) requireNonNull(second));
            return;
        }
        if (finished()) {
            return;
        }
        depart((TenstepCall) first, outbox.append(array, offset, length), (Integer) second);
    }

    /** Sends no more of a long reply; false if there is nothing left of it. */
    boolean forget(int id) {
        return outbox.forget(id);
    }

    /** Ends a request that became no call. */
    void refuse(int id, Refusal why) {
        gather(out -> ReplyFrame.writeError(id, WireFailure.of(why, clientMaxMetadata), out));
        if (outbox.answersUnread(
                ERROR_LENGTH + String.valueOf(why.failure().getMessage()).length())) {
            readOrWait();
        }
    }

    /** Ends a reply that is not sent to its end. */
    void end(int id, RpcException why) {
        gather(out -> ReplyFrame.writeError(id, WireFailure.of(why, clientMaxMetadata), out));
    }

    /** Counts bytes that were received and are not decoded yet; in the event loop. */
    void kept(int bytes) {
        memory.undecoded().add(bytes);
        if (memory.undecodedTooMuch()) {
            readOrWait();
        }
    }

    /** Bytes that were kept are decoded; any thread. */
    void taken(int bytes) {
        memory.undecoded().add(-bytes);
    }

    @Override
    public void roomChanged() {
        share.answersGo();
        readOrWait();
        requests.resumeStreams();
    }

    private boolean mustWait() {
        return memory.undecodedTooMuch() && !requests.streaming();
    }

    /** Reads no more requests while the client does not read its replies, or too much waits to be decoded. */
    private void readOrWait() {
        if (mustWait() || outbox.full()) {
            pause();
            if (!lookPosted) {
                // Nobody says when others have decoded, or hold less.
                lookPosted = true;
                after(waitMillis, this::look);
            }
        } else if (paused() && !resumePosted) {
            // Never in the middle of a frame.
            resumePosted = true;
            after(0, this::resumeSoon);
        }
    }

    private void look() {
        lookPosted = false;
        waitMillis = Math.min(2 * waitMillis, MOST_WAIT_MILLIS);
        readAgain();
    }

    private void resumeSoon() {
        resumePosted = false;
        readAgain();
    }

    private void readAgain() {
        if (finished() || !paused()) {
            return;
        }
        if (mustWait() || outbox.full()) {
            readOrWait();
        } else {
            waitMillis = LEAST_WAIT_MILLIS;
            share.answersGo();
            resume();
            requests.resumeStreams();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        share.answersGo();
        long moved = outflow.movedNanos();
        if (context.calls().inFlight() > 0) {
            busyNanos = now;
        } else if (now - latest(moved, latest(busyNanos, context.calls().lastCallNanos()))
                > settings.idleTimeout().toNanos()) {
            leave(GoAwayReason.IDLE, "no call for " + Deadlines.text(settings.idleTimeout()));
        }
        checkProgress();
        requests.checkProgress(now);
    }

    @Override
    public void drain(String why) {
        leave(GoAwayReason.DRAIN, why);
    }

    /** As where there is no room for a declaration: the client is to hear why. */
    @Override
    protected void noRoom(String why) {
        farewell(GoAwayReason.LIMIT, why);
    }

    @Override
    public void refuse(String why) {
        farewell(GoAwayReason.LIMIT, why);
    }

    /**
     * Says go-away: the client closes the connection when it has all its replies. What it sent before it heard is refused,
     * not started; so the connection is closed from here only when nothing has come for a while, or if the client has no
     * calls and does not read either.
     */
    private void leave(GoAwayReason why, String text) {
        if (leaving) {
            return;
        }
        leaving = true;
        context.calls().drain();
        if (!greeted) {
            farewell(why, text);
            return;
        }
        goAway(why, text, 0);
        long patience = settings.progressTimeout().toNanos();
        long left = System.nanoTime();
        every(LINGER_MILLIS, () -> {
            boolean written = outbox.isEmpty() && silentFor(LINGER_MILLIS * NANOS_PER_MILLI);
            boolean unread =
                    why == GoAwayReason.IDLE && System.nanoTime() - latest(left, outflow.movedNanos()) > patience;
            if (context.calls().inFlight() == 0 && (written || unread)) {
                farewell(why, text);
            }
        });
    }

    @Override
    protected void hangUp() {
        context.shutdownOutput();
    }

    @Override
    public void kill(String why) {
        abort(why);
    }

    @Override
    protected void closed(String why) {
        requests.closed(new RpcException(StatusCode.UNAVAILABLE, "the connection of " + peer() + " is lost: " + why));
        outbox.close((first, second, array, offset, length) -> {});
    }

    ConnectionContext context() {
        return context;
    }

    String peer() {
        return context.peer();
    }
}
