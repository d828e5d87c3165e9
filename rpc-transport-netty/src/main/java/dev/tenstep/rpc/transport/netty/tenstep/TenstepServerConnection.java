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
 * The server side of a connection: step 3, reading requests, and step 8, writing replies. {@link #send},
 * {@link #sendFailure} and {@link #taken} are for any thread; everything else runs in the event loop.
 *
 * <p>Longer than other files: reading, writing and back-pressure share one state.
 */
final class TenstepServerConnection extends FramedConnection implements ServerConnection {
    private static final long TICK_MILLIS = 1000;
    private static final long LINGER_MILLIS = 500;
    /** The shortest delay before a paused connection checks whether to read again; it doubles each time. */
    private static final long MIN_WAIT_MILLIS = 5;

    private static final long MAX_WAIT_MILLIS = 160;
    /** The approximate length of an answer to a refused request without its text, in bytes. */
    private static final int ERROR_LENGTH = 20;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ConnectionContext context;
    private final RequestReader requests;
    private final HandlerShare share;
    private final CallRoom room;
    private final LoopOutput answers;
    /** The time when a call was last seen in flight, by {@link System#nanoTime()}. */
    private long busyNanos = System.nanoTime();

    private int clientMaxMessage;
    private int clientMaxMetadata;
    private boolean clientHasStreams;
    private boolean leaving;
    private boolean checkPosted;
    private boolean resumePosted;
    private long waitMillis = MIN_WAIT_MILLIS;

    TenstepServerConnection(ConnectionContext context, OutputPool pool, LoopOutput answers) {
        super(context.channel(), context.settings(), pool, context.memory());
        this.context = context;
        this.share = context.services().share();
        this.room = new CallRoom(this);
        share.in(room);
        this.answers = answers;
        this.requests = new RequestReader(this, context);
    }

    /** Starts the periodic checks of a new connection. */
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
        compressWith(new NegotiatedCompression(context.compression(), common, clientMaxMessage, settings.maxMessage()));
        gather(Hello.of(settings, client.features(), common)::write);
    }

    /** Begins step 8: writes and sends the result; any thread. */
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

    /** Ends a call: the last of its results, or its failure, is on its way. Event loop. */
    void resultsEnded(TenstepCall call) {
        requests.answered(call);
    }

    int clientMaxMessage() {
        return clientMaxMessage;
    }

    /** Returns whether both hellos have streams. */
    boolean clientHasStreams() {
        return clientHasStreams;
    }

    int clientMaxMetadata() {
        return clientMaxMetadata;
    }

    HandlerShare share() {
        return share;
    }

    /** The memory of the connection's running calls. */
    CallRoom room() {
        return room;
    }

    /** Sends a call's failure; any thread. */
    void sendFailure(TenstepCall call, RpcException failure) {
        call.begin(Step.TRAVEL_TO_CLIENT);
        send(call, WireFailure.of(call, failure, clientMaxMetadata));
    }

    /** Sends the refusal of a call; any thread. */
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

    /**
     * Takes an output for an answer. Users' code takes part in writing it and may do anything, so no other output may
     * be open.
     */
    private MessageOutput take(boolean here) {
        return here ? answers.take() : pool.take();
    }

    private void give(MessageOutput out, boolean here) {
        if (here) {
            answers.give(out);
        } else {
            pool.give(out);
        }
    }

    /** Adds a written answer to the outgoing bytes. */
    private void depart(TenstepCall call, MessageOutput out, int body, boolean here) {
        if (!here) {
            outbox.offer(call, body, out.array(), out.position());
        } else if (!finished()) {
            depart(call, outbox.append(out.array(), 0, out.position()), body);
        }
    }

    /** Sends the answer at the end of the outbox. */
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

    /** Drops the rest of a long reply; returns false if there is none. */
    boolean forget(int id) {
        return outbox.forget(id);
    }

    /** Refuses a request that never became a call. */
    void refuse(int id, Refusal why) {
        gather(out -> ReplyFrame.writeError(id, WireFailure.of(why, clientMaxMetadata), out));
        if (outbox.answersUnread(
                ERROR_LENGTH + String.valueOf(why.failure().getMessage()).length())) {
            readOrWait();
        }
    }

    /** Ends a reply that is not sent completely. */
    void end(int id, RpcException why) {
        gather(out -> ReplyFrame.writeError(id, WireFailure.of(why, clientMaxMetadata), out));
    }

    /** Counts received bytes that are not decoded yet; event loop. */
    void kept(int bytes) {
        memory.undecoded().add(bytes);
        if (memory.undecodedTooMuch()) {
            readOrWait();
        }
    }

    /** Stops counting bytes that were decoded; any thread. */
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

    /**
     * Pauses reading while the client does not read its replies or too much waits to be decoded, and resumes
     * afterwards.
     */
    private void readOrWait() {
        if (mustWait() || outbox.full()) {
            pause();
            if (!checkPosted) {
                // Nothing notifies this connection when others have decoded, or hold less.
                checkPosted = true;
                after(waitMillis, this::check);
            }
        } else if (paused() && !resumePosted) {
            // A connection must not resume in the middle of a frame.
            resumePosted = true;
            after(0, this::resumeSoon);
        }
    }

    private void check() {
        checkPosted = false;
        waitMillis = Math.min(2 * waitMillis, MAX_WAIT_MILLIS);
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
            waitMillis = MIN_WAIT_MILLIS;
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

    /** Closes with a go-away, as for a declaration without room, so that the client learns why. */
    @Override
    protected void noRoom(String why) {
        farewell(GoAwayReason.LIMIT, why);
    }

    @Override
    public void refuse(String why) {
        farewell(GoAwayReason.LIMIT, why);
    }

    /**
     * Sends a go-away: the client closes the connection when it has all its replies. Requests that it sent before it
     * read that are refused as not started. So the server closes the connection only when nothing has arrived for a
     * while, or if the client has no calls and does not read either.
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
        requests.closed(new RpcException(StatusCode.UNAVAILABLE, "the connection of " + peer() + " was lost: " + why));
        outbox.close((first, second, array, offset, length) -> {});
    }

    ConnectionContext context() {
        return context;
    }

    String peer() {
        return context.peer();
    }
}
