package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ClientKernel;
import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.serialization.MessageOutput;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.collection.IntObjectHashMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection: step 3, writing requests, and step 8, reading replies. {@link #send} is for any thread;
 * all else happens in the event loop, which alone knows ids, declarations and pending calls.
 */
final class ClientConnection extends FramedConnection {
    private static final long SWEEP_MILLIS = 20;
    private static final long TICK_MILLIS = 250;

    private final NettyClientKernel kernel;
    private final Scratch scratch;
    private final PendingCalls pending = new PendingCalls();
    private final ReplyReader replies;
    private final HeldRequests held = new HeldRequests();
    private final IntObjectHashMap<ClientStreams> streams = new IntObjectHashMap<>();
    private final BitSet declared = new BitSet();
    private final long connectedNanos = System.nanoTime();
    private Hello peer;
    private boolean leaving;
    private boolean sweeping;
    private long pingNanos;

    ClientConnection(Channel channel, NettyClientKernel kernel, KernelSettings settings, Scratch scratch) {
        super(channel, settings);
        this.kernel = kernel;
        this.scratch = scratch;
        this.peer = Hello.baseline(settings).atMost(settings.maxInFlight());
        this.replies = new ReplyReader(pending, streams, settings);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        preface();
        gather(Hello.of(settings, Hello.FEATURES)::write);
        every(TICK_MILLIS, this::tick);
        kernel.connected(this);
    }

    /** Takes the call, in any thread; false if the connection is closed or closing, and the call is still the caller's. */
    boolean send(Call call, ReplyTo replyTo) {
        if (!outbox.hasRoom() || held.bytes() >= settings.maxUnwritten()) {
            ClientKernel.deliverFailure(
                    call,
                    replyTo,
                    RpcException.notStarted(
                            StatusCode.RESOURCE_EXHAUSTED,
                            "the peer does not read, or takes no more calls: " + settings.maxUnwritten()
                                    + " bytes and more wait to be sent",
                            null));
            return true;
        }
        try {
            return canGather() ? sendHere(call, replyTo) : sendFromElsewhere(call, replyTo);
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return true;
        }
    }

    private boolean sendFromElsewhere(Call call, ReplyTo replyTo) {
        MessageOutput out = scratch.take();
        try {
            RequestFrame.write(call, out, settings.maxMessage(), settings.maxMetadata());
            return outbox.offer(call, replyTo, out.array(), out.position());
        } finally {
            scratch.give(out);
        }
    }

    private boolean sendHere(Call call, ReplyTo replyTo) {
        if (leaving || finished()) {
            return false;
        }
        if (mustWait(call)) {
            MessageOutput out = new MessageOutput(512);
            RequestFrame.write(call, out, settings.maxMessage(), settings.maxMetadata());
            held.add(call, replyTo, Arrays.copyOf(out.array(), out.position()));
            sweepSoon();
            return true;
        }
        declare(call);
        MessageOutput own = outbox.own();
        int start = own.position();
        gathering(true);
        try {
            RequestFrame.write(call, own, settings.maxMessage(), settings.maxMetadata());
        } finally {
            gathering(false);
        }
        if (fits(call, replyTo, own.array(), start, own.position() - start)) {
            depart(call, replyTo, start);
        } else {
            own.position(start);
        }
        return true;
    }

    /** Whether the call has to wait until others have ended, or where it carries streams, for the server's hello. */
    private boolean mustWait(Call call) {
        return !held.isEmpty()
                || pending.count() >= peer.maxInFlight()
                || (!greeted && call.method().streams());
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (second == null) {
            ((CallStreams) first).depart(array);
            return;
        }
        Call call = (Call) first;
        ReplyTo replyTo = (ReplyTo) second;
        if (call.cancelled()) {
            return;
        }
        if (leaving || finished()) {
            kernel.carry(call, replyTo);
        } else if (mustWait(call)) {
            held.add(call, replyTo, Arrays.copyOfRange(array, offset, offset + length));
            sweepSoon();
        } else {
            start(call, replyTo, array, offset, length);
        }
    }

    private void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        if (!fits(call, replyTo, array, offset, length)) {
            return;
        }
        try {
            declare(call);
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return;
        }
        MessageOutput own = outbox.own();
        int start = own.position();
        own.limit(Integer.MAX_VALUE);
        try {
            own.write(array, offset, length);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("no limit and yet too large", e);
        }
        depart(call, replyTo, start);
    }

    /** Whether the peer takes a message of that size; if not, the call has been ended or put off until its hello. */
    private boolean fits(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        int message = offset + length - RequestFrame.bodyStart(array, offset);
        if (message <= peer.maxMessage()) {
            return true;
        }
        if (greeted) {
            ClientKernel.deliverFailure(
                    call,
                    replyTo,
                    RpcException.notStarted(
                            StatusCode.RESOURCE_EXHAUSTED,
                            "the parameters of " + call.method().displayName() + " are " + message
                                    + " bytes (expected: at most " + peer.maxMessage()
                                    + ", which is what the server takes)",
                            null));
        } else {
            held.add(call, replyTo, Arrays.copyOfRange(array, offset, offset + length));
            sweepSoon();
        }
        return false;
    }

    /** Step 3 begins: the request that lies at the end of the outbox gets its id and goes. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    private void depart(Call call, ReplyTo replyTo, int start) {
        MessageOutput own = outbox.own();
        long now = nowNanos();
        if (expired(call, now)) {
            own.position(start);
            expire(call, replyTo, true);
            return;
        }
        boolean carriesStreams = call.method().streams();
        if (carriesStreams && !peer.streams()) {
            own.position(start);
            ClientKernel.deliverFailure(call, replyTo, noStreams(call));
            return;
        }
        int id = pending.add(call, replyTo);
        RequestFrame.complete(own.array(), start, id, call.deadlineNanos(), now);
        call.begin(Step.TRAVEL_TO_SERVER);
        int body = RequestFrame.bodyStart(own.array(), start);
        if (own.position() - body > Wire.CHUNK_SIZE) {
            outbox.split(start, Wire.REQUEST_HEADER, body - start);
        } else {
            outbox.frameDone();
            flushSoon();
        }
        if (carriesStreams) {
            ClientStreams opened = new ClientStreams(this, id, call, replyTo);
            streams.put(id, opened);
            opened.begin();
        }
        sweepSoon();
    }

    private static RpcException noStreams(Call call) {
        return RpcException.notStarted(
                StatusCode.UNIMPLEMENTED,
                call.method().displayName() + " carries a stream, and the server has no streams",
                null);
    }

    /** Says what the method's number stands for, unless this connection has heard it. */
    private void declare(Call call) {
        int id = call.binding().id();
        if (declared.get(id)) {
            return;
        }
        if (id >= Wire.MAX_METHODS) {
            throw RpcException.notStarted(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the client uses more than " + Wire.MAX_METHODS + " methods and serializers",
                    null);
        }
        gather(Declaration.of(call.binding())::write);
        declared.set(id);
    }

    @Override
    protected void callFrame(int type, byte[] array, int from, int end) {
        if (!greeted && type != Wire.HELLO && type != Wire.GO_AWAY) {
            throw new ProtocolException("frame type " + type + " (expected: hello, type 1)");
        }
        switch (type) {
            case Wire.REPLY -> replies.reply(array, from, end, burstNanos);
            case Wire.CHUNK -> {
                ClientStreams stream =
                        streams.isEmpty() ? null : streams.get((int) new FieldReader("chunk", array, from, end).u32());
                if (stream == null || !stream.chunk(array, from + 4, end)) {
                    replies.chunk(array, from, end, burstNanos);
                }
            }
            case Wire.ITEM, Wire.END, Wire.CREDIT -> streamFrame(type, array, from, end);
            case Wire.ERROR -> {
                replies.error(array, from, end);
                outbox.forget(Wire.i32(array, from + 1));
            }
            case Wire.HELLO -> greet(Hello.read(array, from, end));
            case Wire.GO_AWAY -> leave(new FieldReader("go-away", array, from, end));
            default -> throw new ProtocolException("frame type " + type + " from a server");
        }
        if (!held.isEmpty()) {
            startHeld();
        } else if (leaving && pending.count() == 0) {
            abort("the server went away");
        }
    }

    /** A frame of a stream; of a call that has ended it is passed over. */
    private void streamFrame(int type, byte[] array, int from, int end) {
        FieldReader in = new FieldReader("stream frame", array, from, end);
        int flags = CallStreams.checkFlags(type, in.u8(), Wire.FLAG_METADATA);
        int id = (int) in.u32();
        ClientStreams stream = streams.get(id);
        if (stream == null) {
            if (type != Wire.CREDIT && pending.slot(id) >= 0) {
                throw CallStreams.noSuchStream(type, id);
            }
            return;
        }
        switch (type) {
            case Wire.ITEM -> stream.item(array, from, end);
            case Wire.CREDIT -> stream.credit(array, from, end);
            default -> {
                end(stream, flags, in);
                forget(id);
            }
        }
    }

    private void end(ClientStreams stream, int flags, FieldReader in) {
        Metadata trailers;
        try {
            trailers = flags == 0 ? Metadata.EMPTY : in.metadata(settings.maxMetadata());
        } catch (RpcException unreadable) {
            stream.ends();
            stream.failed(unreadable);
            return;
        }
        stream.ended(trailers);
    }

    private void forget(int id) {
        streams.remove(id);
        int slot = pending.slot(id);
        if (slot >= 0) {
            pending.remove(slot);
        }
    }

    /** Nobody waits for the call any more, or it has failed here. Any thread. */
    void giveUpSoon(ClientStreams stream, RpcException failure) {
        try {
            channel.eventLoop().execute(() -> giveUp(stream, failure));
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and with it the call.
        }
    }

    /** Ends the call here, unless it has ended, and tells the server. */
    void giveUp(ClientStreams stream, RpcException failure) {
        if (streams.get(stream.id()) == stream) {
            forget(stream.id());
            cancel(stream.id());
            stream.aborted(failure);
        }
    }

    int peerMaxMessage() {
        return peer.maxMessage();
    }

    @Override
    public void roomChanged() {
        streams.values().forEach(CallStreams::resume);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        roomChanged();
    }

    private void greet(Hello hello) {
        if (greeted || !hello.speaks(Wire.VERSION)) {
            throw new ProtocolException(
                    greeted
                            ? "a second hello"
                            : "hello of version " + hello.lowestVersion() + " (expected: " + Wire.VERSION + ")");
        }
        greeted = true;
        peer = hello.atMost(settings.maxInFlight());
        kernel.greeted(this);
    }

    private void startHeld() {
        while (!leaving && pending.count() < peer.maxInFlight()) {
            HeldRequests.Held next = held.peek();
            if (next == null) {
                return;
            }
            boolean early = next.frame().length > peer.maxMessage()
                    || next.call().method().streams();
            if (!greeted && early) {
                return;
            }
            held.poll();
            if (!next.call().cancelled()) {
                start(next.call(), next.replyTo(), next.frame(), 0, next.frame().length);
            }
        }
    }

    /** The server takes no more calls: those that it has are still answered. */
    private void leave(FieldReader in) {
        boolean notStarted = (in.u8() & Wire.FLAG_NOT_STARTED) != 0;
        int reason = in.u8();
        String text = in.text(in.u16());
        if (!greeted || (reason != Farewell.DRAIN.number() && reason != Farewell.IDLE.number())) {
            unansweredNotStarted = notStarted;
            abort("the server closed the connection: " + text);
            return;
        }
        leaving = true;
        kernel.leaving(this);
        if (notStarted) {
            sendElsewhere();
        }
        for (HeldRequests.Held next = held.poll(); next != null; next = held.poll()) {
            kernel.carry(next.call(), next.replyTo());
        }
    }

    /** The calls that have no answer were not started: they go over another connection. */
    private void sendElsewhere() {
        for (int slot = 0; slot < pending.slots(); slot++) {
            Call call = pending.call(slot);
            if (call != null) {
                ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
                ClientStreams stream = takeStreams(slot);
                if (stream == null) {
                    kernel.carry(call, replyTo);
                } else {
                    stream.aborted(kernel.lost("the server went away", true));
                }
            }
        }
    }

    private void sweepSoon() {
        if (!sweeping) {
            sweeping = true;
            channel.eventLoop().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the calls whose deadline has passed, and tells the server of those that nobody waits for. */
    private void sweep() {
        sweeping = false;
        if (finished()) {
            return;
        }
        long now = System.nanoTime();
        for (int slot = 0; slot < pending.slots(); slot++) {
            Call call = pending.call(slot);
            if (call != null && (call.cancelled() || expired(call, now))) {
                int id = pending.id(slot);
                ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
                ClientStreams stream = takeStreams(slot);
                cancel(id);
                if (stream == null) {
                    expire(call, replyTo, false);
                } else {
                    stream.aborted(deadlinePassed(call, false));
                }
            }
        }
        held.expire(now);
        if (pending.count() > 0 || !held.isEmpty()) {
            sweepSoon();
        }
        startHeld();
    }

    static boolean expired(Call call, long now) {
        return call.deadlineNanos() != 0 && now - call.deadlineNanos() >= 0;
    }

    static void expire(Call call, ReplyTo replyTo, boolean notStarted) {
        ClientKernel.deliverFailure(call, replyTo, deadlinePassed(call, notStarted));
    }

    static RpcException deadlinePassed(Call call, boolean notStarted) {
        String text = "the deadline of " + call.method().displayName() + " passed"
                + (notStarted ? " before it could be sent" : " before its reply came");
        return notStarted
                ? RpcException.notStarted(StatusCode.DEADLINE_EXCEEDED, text, null)
                : new RpcException(StatusCode.DEADLINE_EXCEEDED, text);
    }

    /** Takes a call out of the table, and its streams if it has some. */
    private @Nullable ClientStreams takeStreams(int slot) {
        int id = pending.id(slot);
        pending.remove(slot);
        return streams.isEmpty() ? null : streams.remove(id);
    }

    private void cancel(int id) {
        outbox.forget(id);
        gather(out -> {
            int start = FieldWriter.begin(out, Wire.CANCEL);
            FieldWriter.i32(out, id);
            FieldWriter.end(out, start);
        });
    }

    /** How long the server may take until it says hello, for people to read. */
    String patience() {
        return text(settings.helloTimeout());
    }

    /**
     * TLS has failed after this end took the connection as made.
     *
     * @param refused whether the server has refused it, which it does before it reads anything
     */
    void broken(String why, boolean refused) {
        unansweredNotStarted = refused && !greeted;
        abort(why);
    }

    private void tick() {
        long sinceConnected = System.nanoTime() - connectedNanos;
        if (!greeted && sinceConnected > settings.helloTimeout().toNanos()) {
            abort("the peer accepted the connection and did not say hello within " + text(settings.helloTimeout()));
        } else if (silentFor(
                settings.keepAlive().plus(settings.keepAliveTimeout()).toNanos())) {
            abort("the peer gave no sign of life for "
                    + text(settings.keepAlive().plus(settings.keepAliveTimeout())));
        } else if (silentFor(settings.keepAlive().toNanos()) && pingNanos - burstNanos < 0) {
            pingNanos = System.nanoTime();
            ping();
        }
        checkProgress();
    }

    @Override
    protected void closed(String why) {
        kernel.closed(this, why);
        for (int slot = 0; slot < pending.slots(); slot++) {
            ReplyTo replyTo = pending.replyTo(slot);
            if (replyTo != null) {
                Call call = requireNonNull(pending.call(slot));
                ClientStreams stream = takeStreams(slot);
                RpcException lost = kernel.lost(why, unansweredNotStarted);
                if (stream == null) {
                    ClientKernel.deliverFailure(call, replyTo, lost);
                } else {
                    stream.aborted(lost);
                }
            }
        }
        for (HeldRequests.Held next = held.poll(); next != null; next = held.poll()) {
            ClientKernel.deliverFailure(next.call(), next.replyTo(), kernel.lost(why, true));
        }
        outbox.close((first, second, array, offset, length) -> {
            if (second != null) {
                ClientKernel.deliverFailure((Call) first, (ReplyTo) second, kernel.lost(why, true));
            }
        });
    }
}
