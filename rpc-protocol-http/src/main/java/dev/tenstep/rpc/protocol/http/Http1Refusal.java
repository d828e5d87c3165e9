package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.ServerProtocol.Match;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a client that speaks HTTP/1, whether it asks for an upgrade to {@code h2c} or not: that upgrade is
 * obsolete (RFC 9113, section 3.1). The client is told in HTTP/1.1 what is expected, and the connection is closed. Event
 * loop only.
 */
final class Http1Refusal extends ChannelInboundHandlerAdapter implements ServerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(Http1Refusal.class);
    private static final List<String> METHODS =
            List.of("GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ");
    private static final long LINGER_MILLIS = 2000;
    private static final String WHY =
            "the client speaks HTTP/1 (expected: HTTP/2 from the first byte, by prior knowledge,"
                    + " or by the ALPN name h2 in TLS; there is no upgrade)";

    private final ConnectionContext context;
    private boolean answered;

    Http1Refusal(ConnectionContext context) {
        this.context = context;
    }

    /** Matches a connection's first bytes against the methods of HTTP. */
    static Match match(ByteBuf first) {
        Match found = Match.NO;
        for (String method : METHODS) {
            Match match = Match.of(first, method.getBytes(StandardCharsets.US_ASCII));
            if (match == Match.YES) {
                return match;
            }
            found = match == Match.MORE ? match : found;
        }
        return found;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        answer("505 HTTP Version Not Supported", WHY);
    }

    private void answer(String status, String why) {
        if (answered) {
            return;
        }
        answered = true;
        LOG.debug("{}: closing: {}", context.channel(), why);
        int length = ByteBufUtil.utf8Bytes(why) + 1;
        String answer = "HTTP/1.1 " + status + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: "
                + length + "\r\nconnection: close\r\n\r\n" + why + "\n";
        context.channel()
                .writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.UTF_8))
                .addListener(written -> context.shutdownOutput());
        context.channel().eventLoop().schedule(() -> context.channel().close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Does nothing: the connection is being closed. */
    @Override
    public void drain(String why) {}

    @Override
    public void refuse(String why) {
        answer("503 Service Unavailable", why);
    }

    @Override
    public void kill(String why) {
        context.channel().close();
    }
}
