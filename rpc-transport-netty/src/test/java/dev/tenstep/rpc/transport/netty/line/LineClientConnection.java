package dev.tenstep.rpc.transport.netty.line;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's connection of the line protocol. Event loop only, except for {@link #send} and {@link #ready}. */
final class LineClientConnection extends SimpleChannelInboundHandler<String> implements ClientConnection {
    private final Channel channel;
    private final ConnectionOwner owner;
    private final DeadlineSweep sweep;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private long next;
    private boolean over;
    private boolean refused;
    private volatile boolean ready;

    private final class Pending implements CreditSink {
        final long id;
        final Call call;
        final ReplyTo replyTo;

        @Nullable
        InboundStream results;

        Pending(long id, Call call, ReplyTo replyTo) {
            this.id = id;
            this.call = call;
            this.replyTo = replyTo;
        }

        void fail(RpcException said) {
            boolean late = said.fromServer() && Deadlines.passed(call, System.nanoTime());
            RpcException failure = late ? Deadlines.failure(call, said.notStarted()) : said;
            if (results != null) {
                results.fail(failure);
            } else {
                ClientKernel.deliverFailure(call, replyTo, failure);
            }
        }

        @Override
        public void grant(int messages, int bytes) {
            channel.eventLoop()
                    .execute(() -> LineProtocol.send(channel, "more", Long.toString(id), Integer.toString(bytes)));
        }

        @Override
        public void cancel() {
            channel.eventLoop()
                    .execute(() -> giveUp(id, new RpcException(StatusCode.CANCELLED, call + " was cancelled")));
        }
    }

    LineClientConnection(Channel channel, ConnectionOwner owner) {
        this.channel = channel;
        this.owner = owner;
        this.sweep = new DeadlineSweep(channel.eventLoop(), Deadlines.SWEEP_MILLIS, this::sweep);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        LineProtocol.send(channel, LineProtocol.HELLO);
        ready = true;
        owner.connected(this);
    }

    @Override
    public boolean send(Call call, ReplyTo replyTo) {
        try {
            ClientKernel.encodeArguments(call, owner.settings().maxMessage());
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return true;
        }
        if (!channel.isOpen()) {
            return false;
        }
        channel.eventLoop().execute(() -> sendHere(call, replyTo));
        return true;
    }

    @PerformsStep(Step.TRAVEL_TO_SERVER)
    private void sendHere(Call call, ReplyTo replyTo) {
        if (over || !ready) {
            owner.carry(call, replyTo);
            return;
        }
        if (call.cancelled() || Deadlines.passed(call, System.nanoTime())) {
            Deadlines.tell(call, replyTo);
            return;
        }
        MessageOutput out = new MessageOutput(512);
        try {
            call.writeArguments(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        call.begin(Step.TRAVEL_TO_SERVER, System.nanoTime());
        long id = next++;
        pending.put(id, new Pending(id, call, replyTo));
        call.cancellation().onCancel(why -> channel.eventLoop().execute(() -> giveUp(id, why)));
        // Rounding up makes sure that the deadline passes on the client first.
        long millis = call.deadlineNanos() == 0 ? 0 : Math.max(1, (call.remainingNanos() + 999_999) / 1_000_000);
        LineProtocol.send(
                channel,
                "call",
                Long.toString(id),
                call.method().service(),
                call.method().name(),
                call.binding().serializer(),
                LineProtocol.word(call.binding().fingerprint()),
                Long.toString(millis),
                LineProtocol.word(out));
        sweep.watch(call.deadlineNanos());
    }

    private void sweep(long now) {
        for (Pending each : List.copyOf(pending.values())) {
            if (each.call.cancelled() || Deadlines.passed(each.call, now)) {
                giveUp(each.id, Deadlines.failure(each.call, false));
            } else {
                sweep.watch(each.call.deadlineNanos());
            }
        }
    }

    private void giveUp(long id, RpcException why) {
        Pending abandoned = pending.remove(id);
        if (abandoned != null) {
            LineProtocol.send(channel, "cancel", Long.toString(id), why.code().name());
            abandoned.fail(why);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, String line) {
        String[] words = line.split(" ");
        if (words[0].equals("bye")) {
            ready = false;
            owner.leaving(this, "the server went away: " + LineProtocol.text(words[1]));
        } else if (words[0].equals("full")) {
            refused = true;
            close("the server closed the connection: " + LineProtocol.text(words[1]));
        } else {
            Pending found = pending.get(Long.parseLong(words[1]));
            if (found != null) {
                answer(found, words);
            }
        }
        if (!ready && pending.isEmpty()) {
            close("the server went away");
        }
    }

    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    private void answer(Pending found, String[] words) {
        if (!words[0].equals("item")) {
            pending.remove(found.id);
        }
        if (!Deadlines.passed(found.call, System.nanoTime())) {
            found.call.begin(Step.TRAVEL_TO_CLIENT);
        }
        switch (words[0]) {
            case "result" -> {
                byte[] message = LineProtocol.bytes(words[2]);
                ReceivedReply reply = new ReceivedReply()
                        .reset(found.call.binding(), message, 0, message.length, Metadata.EMPTY, null);
                ClientKernel.deliver(found.call, found.replyTo, reply);
            }
            case "item" -> {
                if (!results(found).item(LineProtocol.bytes(words[2]), null)) {
                    close("the server sent more than was granted");
                }
            }
            case "end" -> results(found).end();
            default -> found.fail(LineProtocol.failure(words).received(found.call.binding()));
        }
    }

    private InboundStream results(Pending found) {
        InboundStream stream = found.results;
        if (stream == null) {
            stream = new InboundStream(
                    found.call.binding().result(),
                    "the results of " + found.call.method().displayName(),
                    StatusCode.INTERNAL,
                    found.call.signals(),
                    found,
                    new LineWindow());
            found.results = stream;
            ReceivedReply reply = new ReceivedReply()
                    .reset(found.call.binding(), new byte[0], 0, 0, Metadata.EMPTY, null)
                    .withStream(stream);
            ClientKernel.deliver(found.call, found.replyTo, reply);
        }
        return stream;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public boolean ofUse() {
        return next > 0;
    }

    @Override
    public void drain() {
        ready = false;
        if (pending.isEmpty()) {
            close("the client no longer needs the connection");
        }
    }

    @Override
    public void close(String why) {
        channel.close();
        closed(why);
    }

    @Override
    public void broken(String why, boolean byServer) {
        close(why);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed("the peer closed the connection");
    }

    private void closed(String why) {
        if (!over) {
            over = true;
            ready = false;
            owner.closed(this, why);
            List<Pending> lost = List.copyOf(pending.values());
            pending.clear();
            lost.forEach(each -> each.fail(owner.lost(why, refused)));
        }
    }
}
