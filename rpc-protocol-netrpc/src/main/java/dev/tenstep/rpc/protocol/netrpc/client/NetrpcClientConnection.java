package dev.tenstep.rpc.protocol.netrpc.client;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.protocol.netrpc.client.PendingCalls.Pending;
import dev.tenstep.rpc.protocol.netrpc.wire.GoText;
import dev.tenstep.rpc.protocol.netrpc.wire.Handshake;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.connection.ClientSide;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.FramedConnection;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client side of a connection of net/rpc: step 3, writing requests, and step 8, whose replies {@link Replies} reads. The
 * wire has neither deadlines nor cancellation: calls end here, and their late replies are dropped. {@link #write} and {@link
 * #keep} are for any thread; everything else runs in the event loop.
 */
public final class NetrpcClientConnection extends FramedConnection implements ClientSide.Requests, ClientSide.Calls {
    private static final FrameReader.Format FORMAT = new FrameReader.Format("Go's net/rpc", new byte[0], 1);

    private final ConnectionOwner owner;
    private final Dial dial;
    private final ClientSide side;
    private final PendingCalls pending;
    private final ReceivedReply received = new ReceivedReply();
    /** The names of service and method, by the numbers of their bindings. */
    private byte @Nullable [][] names = new byte[16][];

    private Replies replies;
    private long nextSeq;

    /** Makes that of a channel, whose handler it is. */
    public NetrpcClientConnection(Channel channel, ConnectionOwner owner, Dial dial, OutputPool pool) {
        super(
                channel,
                owner.settings(),
                pool,
                owner.budget().share(owner.settings().maxUndecoded()),
                FORMAT);
        this.owner = owner;
        this.dial = dial;
        this.pending = new PendingCalls(memory);
        this.side = new ClientSide(this, owner, this, this);
        this.replies = switch (dial.way()) {
            case HTTP -> new HandshakeReply(this, dial.path());
            case BARE -> new GobReplies(this);
            case JSON -> new JsonReplies(this);
        };
    }

    /** Returns the connection as its owner sees it. */
    public ClientConnection clientSide() {
        return side;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (dial.way() == Dial.Way.HTTP) {
            gather(out -> out.write(Handshake.request(dial.path())));
            side.begin();
        } else {
            side.begin();
            side.greet();
            side.startQueued();
        }
    }

    /** Goes on with calls, since the server has accepted the handshake. */
    void connected(Replies next) {
        replies = next;
        side.greet();
    }

    /** Closes, since the server did not accept the handshake. */
    void rejected(String why) {
        unansweredNotStarted = true;
        abort(why);
    }

    @Override
    public void write(Call call, MessageOutput out) {
        if (call.method().streams()) {
            throw RpcException.notStarted(
                    StatusCode.UNIMPLEMENTED,
                    call.method().displayName() + " has a stream, which net/rpc does not have (expected: one parameter"
                            + " and one result)",
                    null);
        }
        if (!call.binding().serializer().equals(dial.serializer())) {
            throw RpcException.notStarted(
                    StatusCode.INVALID_ARGUMENT,
                    "serializer: " + call.binding().serializer() + " (expected: " + dial.serializer()
                            + ", by rpc.netrpc.dial)",
                    null);
        }
        Encoding.parameters(call, out, settings.maxMessage());
    }

    @Override
    public void keep(Call call, byte[] request, int offset, int length) {
        call.argumentsSent(Arrays.copyOfRange(request, offset, offset + length));
    }

    @Override
    public boolean mustWait(Call call, int length) {
        return !side.greeted() || pending.count() >= settings.maxInFlight();
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        side.place((Call) first, (ReplyTo) requireNonNull(second), array, offset, length);
    }

    /** Begins step 3: sends the request. */
    @Override
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    public void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        long now = nowNanos();
        if (Deadlines.passed(call, now)) {
            ClientKernel.deliverFailure(call, replyTo, Deadlines.failure(call, true));
            return;
        }
        // A listener may make a call, which comes first then.
        call.begin(Step.TRAVEL_TO_SERVER, now);
        long seq = nextSeq++;
        pending.add(seq, call, replyTo, array, offset, length);
        byte[] name = name(call.binding());
        gather(out -> replies.request(name, seq, array, offset, length, out));
    }

    private byte[] name(MethodBinding binding) {
        int id = binding.id();
        if (id >= names.length) {
            names = Arrays.copyOf(names, 2 * id);
        }
        byte[] known = names[id];
        if (known == null) {
            known = GoText.name(binding.method());
            names[id] = known;
        }
        return known;
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        return replies.frameLength(array, start, end);
    }

    @Override
    public void frame(byte[] array, int start, int end) {
        replies.frame(array, start, end);
        side.startQueued();
        side.closeIfUnused();
    }

    /** Ends step 8: delivers a result to its caller. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    void arrive(long seq, byte[] array, int offset, int length) {
        side.answered();
        Pending found = pending.answered(seq);
        if (found == null) {
            return;
        }
        pending.release(found, null);
        Call call = found.call();
        if (Deadlines.passed(call, burstNanos)) {
            ClientKernel.deliverFailure(call, found.replyTo(), Deadlines.failure(call, false));
            return;
        }
        call.begin(Step.TRAVEL_TO_CLIENT);
        received.reset(call.binding(), array, offset, length, Metadata.EMPTY, null);
        ClientKernel.deliver(call, found.replyTo(), received);
    }

    /** Delivers a failure to its caller. */
    void failed(long seq, String text, long code, boolean notStarted) {
        if (!notStarted) {
            side.answered();
        }
        Pending found = pending.answered(seq);
        if (notStarted && code == StatusCode.UNAVAILABLE.number()) {
            // The server takes no more calls here; a retry needs another connection.
            side.leave("the server refuses calls: " + text);
        }
        if (found != null) {
            fail(found, GoText.received(text, code, notStarted, found.call().binding()));
        }
    }

    /** Delivers the failure of a call whose result was too long, and dropped. */
    void tooLong(long seq) {
        Pending found = pending.answered(seq);
        if (found != null) {
            String text = "the result of " + found.call().method().displayName() + " is longer than the message limit ("
                    + settings.maxMessage() + " bytes)";
            fail(found, new RpcException(StatusCode.RESOURCE_EXHAUSTED, text));
        }
    }

    private void fail(Pending found, RpcException failure) {
        pending.release(found, failure);
        boolean late = Deadlines.passed(found.call(), System.nanoTime());
        if (!late) {
            found.call().begin(Step.TRAVEL_TO_CLIENT);
        }
        RpcException outcome = late ? Deadlines.failure(found.call(), failure.notStarted()) : failure;
        ClientKernel.deliverFailure(found.call(), found.replyTo(), outcome);
    }

    @Override
    public int awaited() {
        return pending.awaited();
    }

    @Override
    public void sweep(long now, DeadlineSweep sweep) {
        for (Pending each : pending.all()) {
            Call call = each.call();
            if (call.cancelled() || Deadlines.passed(call, now)) {
                pending.giveUp(each);
                ClientKernel.deliverFailure(call, each.replyTo(), Deadlines.failure(call, false));
            } else {
                sweep.watch(call.deadlineNanos());
            }
        }
        if (pending.givenUp() > settings.maxInFlight() / 2) {
            // Their places may never be free again, and only the end of the connection tells the server about them.
            side.leave("the server has not answered " + pending.givenUp() + " calls that were given up");
        }
        side.closeIfUnused();
    }

    @Override
    public boolean mayPing() {
        return false;
    }

    @Override
    public void ping() {
        throw new IllegalStateException("net/rpc has no pings");
    }

    @Override
    public void lose(String why) {
        for (Pending each : pending.all()) {
            RpcException lost = owner.lost(why, unansweredNotStarted);
            pending.remove(each);
            pending.release(each, lost);
            ClientKernel.deliverFailure(each.call(), each.replyTo(), lost);
        }
    }

    @Override
    protected void violated(ProtocolException violation) {
        abort("the server does not speak net/rpc as this client expects: " + violation.getMessage());
    }

    @Override
    protected void closed(String why) {
        replies.close();
        side.closed(why);
    }
}
