package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.h1.Http1ServerConnection;
import dev.tenstep.rpc.protocol.http.h2.Http2Limits;
import dev.tenstep.rpc.protocol.http.h2.Http2ServerConnection;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.ServerProtocol;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP on a server's port: HTTP/2, in plaintext by clients that know of it and in TLS by ALPN, and HTTP/1.1;
 * gRPC and gRPC-Web within. With the outputs that the connections of a port share.
 */
public final class HttpProtocol implements ServerProtocol {
    private static final String NAME = "http";
    private static final String HTTP_1_1 = "http/1.1";
    private static final List<String> ALPN = List.of("h2", HTTP_1_1);
    /** The most bytes of a header list, as HTTP/2 counts them, besides metadata. */
    private static final int MAX_OTHERS = 4 << 10;
    /** The most bytes of a header list if less metadata is allowed than by default. */
    private static final int LEAST_HEADERS = 16 << 10;

    /**
     * The most bytes of the outcome of a call on its client besides metadata: it may have a declared exception and details of
     * 32 KiB each, in Base64.
     */
    private static final int MAX_OUTCOME = 148 << 10;

    private final OutputPool pool = new OutputPool();
    private final Map<EventLoop, LoopOutput> answers = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public HttpProtocol() {}

    /** Returns the bytes of a header list that metadata takes, with Base64 and what HTTP/2 adds for each field. */
    static int fields(int maxMetadata) {
        return maxMetadata + maxMetadata / 2;
    }

    /** Returns the most bytes of the outcome of a call on its client, as a header list or a body. */
    static int maxOutcome(KernelSettings settings) {
        return MAX_OUTCOME + fields(settings.maxMetadata());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> alpn() {
        return ALPN;
    }

    @Override
    public boolean servesPages() {
        return true;
    }

    @Override
    public Match match(ByteBuf first) {
        Match match = Http2ServerConnection.match(first);
        return match == Match.NO ? Http1ServerConnection.match(first) : match;
    }

    @Override
    public ServerConnection open(ConnectionContext context, ByteBuf first) {
        String agreed = context.alpn();
        boolean old = agreed == null ? Http2ServerConnection.match(first) == Match.NO : agreed.equals(HTTP_1_1);
        return old ? openHttp1(context) : open(context);
    }

    private ServerConnection openHttp1(ConnectionContext context) {
        Http1ServerConnection connection = new Http1ServerConnection(
                context, new HttpRouter(context, false), pool, output(context), maxHeaders(context));
        context.channel().pipeline().addLast(connection);
        connection.begin();
        return connection;
    }

    @Override
    public ServerConnection open(ConnectionContext context) {
        Http2Limits limits = HttpKeys.limits(context.config(), maxHeaders(context));
        Http2ServerConnection connection =
                new Http2ServerConnection(context, new HttpRouter(context, true), pool, output(context), limits);
        context.channel().pipeline().addLast(connection);
        connection.begin();
        return connection;
    }

    private static int maxHeaders(ConnectionContext context) {
        return Math.max(LEAST_HEADERS, MAX_OTHERS + fields(context.settings().maxMetadata()));
    }

    private LoopOutput output(ConnectionContext context) {
        return answers.computeIfAbsent(context.channel().eventLoop(), loop -> new LoopOutput());
    }
}
