package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.connection.ClientSide;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * The client side of a connection: step 3, writing requests, and step 8, reading replies. {@link #write} and {@link #keep}
 * are for any thread; everything else runs in the event loop, which alone knows ids, declarations and pending calls.
 */
final class TenstepClientConnection extends TenstepConnection implements ClientSide.Requests, ClientSide.Calls {
    private final ConnectionOwner owner;
    private final ClientSide side;
    private final PendingCalls pending;
    private final ReplyReader replies;
    private final StreamTable streams;
    private final Unanswered unanswered;
    private final DeclaredMethods declared = new DeclaredMethods();
    private Hello peer;

    TenstepClientConnection(Channel channel, ConnectionOwner owner, OutputPool pool) {
        super(
                channel,
                owner.settings(),
                pool,
                owner.budget().share(owner.settings().maxUndecoded()));
        this.owner = owner;
        this.peer = Hello.baseline(settings).atMost(settings.maxInFlight());
        this.side = new ClientSide(this, owner, this, this);
        this.pending = new PendingCalls(0, memory.held());
        this.streams = new StreamTable(this, pending, settings);
        this.unanswered = new Unanswered(this, owner, pending, streams);
        this.replies = new ReplyReader(pending, streams, settings, memory);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        preface();
        gather(Hello.of(settings, Hello.FEATURES, owner.compression().names())::write);
        side.begin();
    }

    /** Returns the connection as its owner sees it. */
    ClientSide clientSide() {
        return side;
    }

    @Override
    public void write(Call call, MessageOutput out) {
        RequestFrame.write(call, out, settings.maxMessage(), settings.maxMetadata(), compression());
    }

    @Override
    public void keep(Call call, byte[] request, int offset, int length) {
        RequestFrame.keep(call, request, offset, length, compression());
    }

    /** Before the hello, calls that carry streams wait, and those that are longer than every server accepts. */
    @Override
    public boolean mustWait(Call call, int length) {
        return pending.count() >= peer.maxInFlight()
                || (!greeted && (call.method().streams() || length > peer.maxMessage()));
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (first instanceof TenstepStreams streams) {
            streams.depart((MessageOutput) requireNonNull(second));
            return;
        }
        side.place((Call) first, (ReplyTo) requireNonNull(second), array, offset, length);
    }

    @Override
    public void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        int message = offset + length - RequestFrame.bodyStart(array, offset);
        if (message > peer.maxMessage()) {
            keep(call, array, offset, length);
            ClientKernel.deliverFailure(call, replyTo, peer.tooLarge(call, message));
            return;
        }
        try {
            declared.declare(call, this);
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return;
        }
        depart(call, replyTo, outbox.append(array, offset, length));
    }

    /** Begins step 3: assigns an id to the request at the end of the outbox, and sends it. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    private void depart(Call call, ReplyTo replyTo, int start) {
        MessageOutput own = outbox.own();
        long now = nowNanos();
        if (Deadlines.passed(call, now)) {
            own.position(start);
            ClientKernel.deliverFailure(call, replyTo, Deadlines.failure(call, true));
            return;
        }
        boolean hasStreams = call.method().streams();
        if (hasStreams && !peer.streams()) {
            own.position(start);
            ClientKernel.deliverFailure(call, replyTo, StreamTable.unknown(call));
            return;
        }
        int id = pending.add(call, replyTo);
        RequestFrame.complete(own.array(), start, id, call.deadlineNanos(), now);
        call.begin(Step.TRAVEL_TO_SERVER, now);
        int body = RequestFrame.bodyStart(own.array(), start);
        if (call.method().stream() == null) {
            boolean compressed = RequestFrame.isCompressed(own.array(), start);
            pending.keep(id, own.array(), body, own.position() - body, compressed ? compression() : null);
        }
        if (own.position() - body > Wire.LONGEST_WHOLE) {
            outbox.add(ChunkedFrame.ofMessage(outbox.cut(start), Wire.REQUEST_HEADER, body - start));
        } else {
            outbox.frameDone();
            flushSoon();
        }
        if (hasStreams) {
            streams.open(id, call, replyTo);
        }
    }

    @Override
    protected void callFrame(int type, byte[] array, int from, int end) {
        if (!greeted && type != Wire.HELLO && type != Wire.GO_AWAY) {
            throw new ProtocolException("frame type " + type + " (expected: hello, type 1)");
        }
        switch (type) {
            case Wire.REPLY -> {
                side.answered();
                replies.reply(array, from, end, burstNanos);
            }
            case Wire.CHUNK -> {
                if (!streams.chunk(array, from, end)) {
                    replies.chunk(array, from, end, burstNanos);
                }
            }
            case Wire.ITEM, Wire.END, Wire.CREDIT -> streams.frame(type, array, from, end);
            case Wire.ERROR -> {
                if ((array[from] & Wire.FLAG_NOT_STARTED) == 0) {
                    side.answered();
                }
                replies.error(array, from, end);
                outbox.forget(Wire.i32(array, from + 1));
            }
            case Wire.HELLO -> greet(Hello.read(array, from, end));
            case Wire.GO_AWAY -> leave(new FieldReader("go-away", array, from, end));
            default -> throw new ProtocolException("frame type " + type + " from a server");
        }
        side.startQueued();
        side.closeIfUnused();
    }

    int peerMaxMessage() {
        return peer.maxMessage();
    }

    @Override
    public void roomChanged() {
        streams.resume();
    }

    private void greet(Hello hello) {
        if (greeted) {
            throw new ProtocolException("a second hello");
        }
        if (hello.lowestVersion() != Wire.VERSION || hello.highestVersion() != Wire.VERSION) {
            throw new ProtocolException("hello of versions " + hello.lowestVersion() + ".." + hello.highestVersion()
                    + " (expected: " + Wire.VERSION + ".." + Wire.VERSION + ")");
        }
        greeted = true;
        peer = hello.atMost(settings.maxInFlight());
        compressWith(new NegotiatedCompression(
                owner.compression(), hello.compressors(), hello.maxMessage(), settings.maxMessage()));
        replies.decompressWith(compression());
        side.greet();
    }

    /** Handles a go-away: the server takes no more calls, but answers those in flight. */
    private void leave(FieldReader in) {
        boolean notStarted = (in.u8() & Wire.FLAG_NOT_STARTED) != 0;
        int reason = in.u8();
        String text = in.text(in.u16());
        if (reason != GoAwayReason.DRAIN.number() && reason != GoAwayReason.IDLE.number()) {
            unansweredNotStarted = notStarted;
            abort("the server closed the connection: " + text);
            return;
        }
        String why = "the server went away: " + text;
        side.leave(why);
        if (notStarted) {
            unanswered.refuse(why);
        }
        if (!greeted) {
            abort(why);
        }
    }

    @Override
    public int awaited() {
        return pending.awaited();
    }

    @Override
    public void sweep(long now, DeadlineSweep sweep) {
        unanswered.sweep(now, sweep);
    }

    /** Gives up a call, and cancels it on the server if the server has read some of it or will. */
    void giveUp(int slot, StatusCode why) {
        int id = pending.id(slot);
        boolean unsent = outbox.unsent(id);
        outbox.forget(id);
        if (unsent) {
            pending.remove(slot);
            return;
        }
        pending.giveUp(slot);
        gather(out -> {
            int start = FieldWriter.begin(out, Wire.CANCEL);
            FieldWriter.i32(out, id);
            if (why == StatusCode.DEADLINE_EXCEEDED) {
                FieldWriter.u8(out, why.number());
            }
            FieldWriter.end(out, start);
        });
    }

    @Override
    public boolean mayPing() {
        return true;
    }

    @Override
    public void lose(String why) {
        unanswered.lose(why, unansweredNotStarted);
    }

    @Override
    protected void closed(String why) {
        side.closed(why);
    }
}
