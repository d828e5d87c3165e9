package dev.tenstep.rpc.transport.netty.line;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.worker.HandlerShare;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A server's connection of the line protocol. Event loop only. */
final class LineServerConnection extends SimpleChannelInboundHandler<String> implements ServerConnection {
    private final ConnectionContext context;
    private final HandlerShare share;
    private boolean draining;

    LineServerConnection(ConnectionContext context) {
        this.context = context;
        this.share = context.services().share();
    }

    ConnectionContext context() {
        return context;
    }

    HandlerShare share() {
        return share;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case LineProtocol.HELLO -> context.ready();
            case "call" -> call(words);
            case "cancel" -> {
                RpcException why = new RpcException(StatusCode.valueOf(words[2]), "the client gave up the call");
                context.calls().cancel(Long.parseLong(words[1]), why);
            }
            case "more" -> {
                if (context.calls().get(Long.parseLong(words[1])) instanceof LineCall call) {
                    call.more(Integer.parseInt(words[2]));
                }
            }
            default -> throw new IllegalArgumentException("line: " + line + " (expected: call, more or cancel)");
        }
    }

    private void call(String[] words) {
        long id = Long.parseLong(words[1]);
        Refusal refusal = context.calls().admit();
        try {
            if (refusal == null) {
                start(id, words);
                return;
            }
        } catch (RpcException e) {
            refusal = Refusal.of(e);
        }
        LineProtocol.send(context.channel(), LineProtocol.words(id, WireFailure.of(refusal, maxMetadata())));
    }

    private void start(long id, String[] words) {
        ServerMethod method = context.services().find(words[2], words[3], words[4], LineProtocol.bytes(words[5]));
        long now = System.nanoTime();
        long millis = Long.parseLong(words[6]);
        MessageInput message = new MessageInput(LineProtocol.bytes(words[7]));
        if (context.memory().undecodedTooMuch()) {
            throw context.memory().failure("a message of " + message.remaining() + " bytes");
        }
        context.calls().begin(now);
        LineCall call =
                new LineCall(this, id, method, message, millis == 0 ? 0 : now + TimeUnit.MILLISECONDS.toNanos(millis));
        context.calls().add(id, call);
        call.begin(Step.TRAVEL_TO_SERVER);
        call.serve();
    }

    /** Sends the answer that ends a call; any thread. */
    void answer(long id, String... words) {
        context.channel().eventLoop().execute(() -> {
            context.calls().ended(id);
            LineProtocol.send(context.channel(), words);
            closeWhenDrained();
        });
    }

    int maxMetadata() {
        return context.settings().maxMetadata();
    }

    @Override
    public void drain(String why) {
        draining = true;
        context.calls().drain();
        LineProtocol.send(context.channel(), "bye", LineProtocol.word(why));
        closeWhenDrained();
    }

    private void closeWhenDrained() {
        if (draining && context.calls().inFlight() == 0) {
            // The client closes once it has read that; calls that it sent earlier are refused meanwhile.
            context.channel().eventLoop().schedule(() -> kill("drained"), 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void refuse(String why) {
        LineProtocol.send(context.channel(), "full", LineProtocol.word(why));
        context.channel().write("").addListener(ChannelFutureListener.CLOSE);
        context.channel().flush();
    }

    @Override
    public void kill(String why) {
        context.channel().close();
        closed(why);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed("the client closed the connection");
    }

    private void closed(String why) {
        context.calls().close(new RpcException(StatusCode.UNAVAILABLE, "the connection was lost: " + why));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LineProtocol.send(ctx.channel(), "bye", LineProtocol.word(String.valueOf(cause.getMessage())));
        }
        kill(String.valueOf(cause.getMessage()));
    }
}
