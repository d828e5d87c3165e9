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
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a connection: step 3, reading requests, and step 8, writing replies. {@link #send} and
 * {@link #sendFailure} are for any thread; everything else runs in the event loop.
 */
final class TenstepServerConnection extends TenstepConnection implements ServerConnection {
    private static final long TICK_MILLIS = 1000;
    /** The approximate length of an answer to a refused request without its text, in bytes. */
    private static final int ERROR_LENGTH = 20;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ConnectionContext context;
    private final RequestReader requests;
    private final ServerSide side;
    private int clientMaxMessage;
    private int clientMaxMetadata;
    private boolean clientHasStreams;
    private boolean leaving;

    TenstepServerConnection(ConnectionContext context, OutputPool pool, LoopOutput answers) {
        super(context.channel(), context.settings(), pool, context.memory());
        this.context = context;
        this.requests = new RequestReader(this, context);
        this.side = new ServerSide(this, context, answers, requests.input(), requests);
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
        MessageOutput out = side.take(here);
        out.growsIn(side.room());
        try {
            int body = ReplyFrame.write(call, reply, out, clientMaxMessage, clientMaxMetadata);
            side.room().resultWritten(out);
            call.begin(Step.TRAVEL_TO_CLIENT);
            depart(call, out, body, here);
        } finally {
            out.growsIn(null);
            side.room().written(out);
            side.give(out, here);
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

    /** The part of the connection that its calls share. */
    ServerSide side() {
        return side;
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
        MessageOutput out = side.take(here);
        try {
            ReplyFrame.writeError(call.id(), failure, out);
            depart(call, out, Wire.REPLY_HEADER, here);
        } finally {
            side.give(out, here);
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
            outbox.add(ChunkedFrame.ofMessage(outbox.cut(start), Wire.REPLY_HEADER, bodyStart));
        } else {
            outbox.frameDone();
            flushSoon();
        }
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (first instanceof TenstepStreams streams) {
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
            side.readOrWait();
        }
    }

    /** Ends a reply that is not sent completely. */
    void end(int id, RpcException why) {
        gather(out -> ReplyFrame.writeError(id, WireFailure.of(why, clientMaxMetadata), out));
    }

    @Override
    public void roomChanged() {
        side.roomChanged();
    }

    private void tick() {
        String idle = side.idle(context.calls().inFlight() > 0);
        if (idle != null) {
            leave(GoAwayReason.IDLE, idle);
        }
        checkProgress();
        requests.checkProgress(System.nanoTime());
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
        long left = System.nanoTime();
        every(LINGER_MILLIS, () -> {
            boolean written = outbox.isEmpty() && silentFor(LINGER_MILLIS * NANOS_PER_MILLI);
            if (context.calls().inFlight() == 0 && (written || unreadSince(left))) {
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
        requests.closed(side.lost(why));
        outbox.close((first, second, array, offset, length) -> {});
    }

    ConnectionContext context() {
        return context;
    }
}
