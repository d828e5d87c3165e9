package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.netrpc.wire.GoText;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ServerCalls;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.ServerProtocol;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.FramedConnection;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a connection of net/rpc: step 3, whose requests a {@link Conversation} reads, and step 8. Go has no word for
 * the end of a connection: one that takes no more calls refuses them until those in flight are answered, and closes.
 * {@link #send} and {@link #sendFailure} are for any thread; everything else runs in the event loop.
 */
public final class NetrpcServerConnection extends FramedConnection implements ServerConnection, ServerSide.Streams {
    /** The protocol's name. */
    public static final String PROTOCOL = "netrpc";

    private static final FrameReader.Format FORMAT = new FrameReader.Format("Go's net/rpc", new byte[0], 1);
    private static final long TICK_MILLIS = 1000;
    /** The time that a client beyond a limit has to make a call, which is then refused for that reason. */
    private static final long REJECT_MILLIS = 1000;

    private static final byte[] NOTHING = {};

    private final ConnectionContext context;
    private final ServerSide side;
    private final ServerCalls calls;
    private Conversation conversation;
    private int lastNumber;
    /** The reason to close as soon as no call is in flight; null if there is none. */
    private @Nullable String leaving;
    /** The reason to refuse the client's first call, and then close; null if there is none. */
    private @Nullable Refusal rejected;

    private NetrpcServerConnection(
            ConnectionContext context, ByteBuf first, ServedMethods methods, OutputPool pool, LoopOutput answers) {
        super(context.channel(), context.settings(), pool, context.memory(), FORMAT);
        this.context = context;
        this.calls = context.calls();
        this.side = new ServerSide(this, context, answers, new MessageInput(), this);
        this.conversation = Beginning.of(first).converse(this, methods);
    }

    /**
     * Takes over a channel, by adding a handler to its pipeline.
     *
     * @param first the bytes that have come, which {@link #match}
     */
    public static NetrpcServerConnection open(
            ConnectionContext context, ByteBuf first, ServedMethods methods, OutputPool pool, LoopOutput answers) {
        NetrpcServerConnection connection = new NetrpcServerConnection(context, first, methods, pool, answers);
        context.channel().pipeline().addLast(connection);
        connection.every(TICK_MILLIS, connection::tick);
        return connection;
    }

    /** Matches a connection's first bytes, one at least. */
    public static ServerProtocol.Match match(ByteBuf first) {
        return Beginning.match(first);
    }

    ServerSide side() {
        return side;
    }

    ConnectionContext context() {
        return context;
    }

    /** Goes on with another conversation. */
    void converse(Conversation next) {
        conversation.close();
        conversation = next;
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        return conversation.frameLength(array, start, end);
    }

    @Override
    public void frame(byte[] array, int start, int end) {
        conversation.frame(array, start, end);
    }

    /** Returns the reason that another call may not begin, whose message has that length; null if it may. */
    @Nullable
    Refusal admit(int length) {
        if (rejected != null) {
            return rejected;
        }
        Refusal full = calls.admit();
        if (full == null && length >= ServerSide.LONG && !memory.fits(length)) {
            return calls.noRoom("a message of " + length + " bytes");
        }
        return full;
    }

    /** Returns the refusal of a call whose message was dropped. */
    Refusal tooLong() {
        return Refusal.of(
                StatusCode.RESOURCE_EXHAUSTED,
                "the parameters are longer than the message limit (" + settings.maxMessage() + " bytes)");
    }

    /** Counts a call, and returns its number. */
    int begin() {
        calls.begin(burstNanos);
        return ++lastNumber;
    }

    /** Ends step 3: serves the call. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    void arrive(NetrpcCall call) {
        call.served().calls().increment();
        call.begin(Step.TRAVEL_TO_SERVER);
        call.serve();
        if (!call.answered()) {
            calls.add(call.number(), call);
        }
    }

    /** Begins step 8: writes and sends the result; any thread. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    void send(NetrpcCall call, Reply reply) {
        boolean here = channel.eventLoop().inEventLoop();
        MessageOutput out = side.take(here);
        out.growsIn(side.room());
        try {
            write(call, reply, out);
            side.room().resultWritten(out);
            call.begin(Step.TRAVEL_TO_CLIENT);
            depart(call, null, out.array(), out.position(), here);
        } finally {
            out.growsIn(null);
            side.room().written(out);
            side.give(out, here);
        }
    }

    private void write(NetrpcCall call, Reply reply, MessageOutput out) {
        try {
            out.limit(settings.maxMessage());
            reply.writeResult(out);
            out.checkLimit();
        } catch (Throwable e) {
            throw call.unwritableResult(e, settings.maxMessage());
        }
    }

    /** Sends a call's failure; any thread. */
    void sendFailure(NetrpcCall call, RpcException failure, boolean notStarted) {
        call.begin(Step.TRAVEL_TO_CLIENT);
        depart(call, wire(failure, notStarted), NOTHING, 0, channel.eventLoop().inEventLoop());
    }

    /** Returns a failure as it is sent. */
    static WireFailure wire(RpcException failure, boolean notStarted) {
        return new WireFailure(failure.code(), GoText.of(failure), NOTHING, Metadata.EMPTY, notStarted, null);
    }

    private void depart(NetrpcCall call, @Nullable WireFailure failure, byte[] array, int length, boolean here) {
        if (!here) {
            outbox.offer(call, failure, array, length);
        } else if (!finished()) {
            answer(call, failure, array, 0, length);
        }
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (!finished()) {
            answer((NetrpcCall) first, (WireFailure) second, array, offset, length);
        }
    }

    private void answer(NetrpcCall call, @Nullable WireFailure failure, byte[] array, int offset, int length) {
        calls.ended(call.number());
        written(out -> call.conversation().answer(call, failure, array, offset, length, out));
    }

    /**
     * Refuses a request that never became a call.
     *
     * @param length of the answer, roughly, in bytes
     */
    void refuse(int length, FrameContent answer) {
        written(answer);
        if (rejected != null) {
            closeSoon(String.valueOf(rejected.failure().getMessage()));
        } else if (outbox.answersUnread(length)) {
            side.readOrWait();
        }
    }

    private void written(FrameContent answer) {
        gather(answer);
        closeIfOver();
    }

    private void closeIfOver() {
        if (leaving != null && calls.inFlight() == 0) {
            closeSoon(leaving);
        }
    }

    /** Takes nothing more from the client, and closes when the calls in flight are answered. */
    void leave(String why) {
        converse(new Silence());
        calls.drain();
        leaving = leaving == null ? why : leaving;
        closeIfOver();
    }

    private void closeSoon(String why) {
        if (!finished()) {
            finish(why);
            hangUpSoon(DRAIN_LINGER_MILLIS);
        }
    }

    /** Sends the last bytes, and closes. */
    void farewell(byte[] last, String why) {
        if (!finished()) {
            outbox.append(last, 0, last.length);
            closeSoon(why);
        }
    }

    @Override
    protected void violated(ProtocolException violation) {
        leave(String.valueOf(violation.getMessage()));
    }

    private void tick() {
        String idle = side.idle(calls.inFlight() > 0);
        String late = idle == null ? conversation.late(System.nanoTime()) : null;
        if (idle != null) {
            drain(idle);
        } else if (late != null) {
            abort(late);
        } else {
            checkProgress();
        }
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public void resumeStreams() {}

    @Override
    public void roomChanged() {
        side.roomChanged();
    }

    @Override
    public void drain(String why) {
        calls.drain();
        leaving = why;
        byte[] rejection = conversation.rejection(why);
        if (rejection != null) {
            farewell(rejection, why);
        }
        closeIfOver();
    }

    @Override
    public void refuse(String why) {
        byte[] rejection = conversation.rejection(why);
        if (rejection != null) {
            farewell(rejection, why);
        } else {
            rejected = Refusal.of(StatusCode.UNAVAILABLE, why);
            after(REJECT_MILLIS, () -> closeSoon(why));
        }
    }

    @Override
    public void kill(String why) {
        abort(why);
    }

    @Override
    protected void hangUp() {
        context.shutdownOutput();
    }

    @Override
    protected void closed(String why) {
        conversation.close();
        calls.close(side.lost(why));
        outbox.close((first, second, array, offset, length) -> {});
    }
}
