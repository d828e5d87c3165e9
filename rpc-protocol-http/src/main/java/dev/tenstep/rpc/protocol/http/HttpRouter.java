package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.connect.ConnectRouter;
import dev.tenstep.rpc.protocol.http.exchange.CallRoutes;
import dev.tenstep.rpc.protocol.http.grpc.GrpcRouter;
import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.Request;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.Router;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses the protocol of a request by its method and content type, and refuses those that none speaks. Event loop only.
 */
final class HttpRouter implements Router {
    private static final String GRPC = "application/grpc";
    private static final String GRPC_WEB = "application/grpc-web";
    private static final Route NEEDS_HTTP_2 = Answered.with(
            Head.response(505, Fields.of("content-type", "text/plain; charset=utf-8")),
            "gRPC needs HTTP/2 from the first byte, by prior knowledge, or by the ALPN name h2 in TLS\n"
                    .getBytes(StandardCharsets.US_ASCII));

    private final ConnectionContext context;
    private final GrpcRouter grpc;
    private final ConnectRouter connect;
    private final Cors cors;
    private final boolean hasTrailers;
    private final AtomicInteger pages = new AtomicInteger();

    /**
     * Makes that of a connection.
     *
     * @param hasTrailers whether its version of HTTP has trailers that clients read, which gRPC needs
     */
    HttpRouter(ConnectionContext context, boolean hasTrailers) {
        this.context = context;
        CallRoutes routes = new CallRoutes(context);
        this.hasTrailers = hasTrailers;
        this.grpc = new GrpcRouter(routes);
        this.connect = new ConnectRouter(routes);
        this.cors = new Cors(HttpKeys.origins(context.config()));
    }

    @Override
    public Route route(Request request) {
        Route preflight = cors.preflight(request);
        if (preflight != null) {
            return preflight;
        }
        Route route = choose(request);
        boolean head = request.method().equals("HEAD");
        return cors.allow(request, head ? stream -> route.open(new Bodyless(stream)) : route);
    }

    private Route choose(Request request) {
        String contentType = request.fields().first("content-type");
        if (!hasTrailers && contentType != null && contentType.startsWith(GRPC) && !contentType.startsWith(GRPC_WEB)) {
            return NEEDS_HTTP_2;
        }
        if (contentType == null || !GrpcRouter.speaks(contentType)) {
            return plain(request);
        }
        if (!request.method().equals("POST")) {
            return Answered.with(405, "method: " + request.method() + " (expected: POST)", "allow", "POST");
        }
        return grpc.route(request);
    }

    private Route plain(Request request) {
        String path = request.plainPath();
        Page page = context.page(path);
        boolean post = request.method().equals("POST");
        return page == null || (post && connect.knows(path))
                ? connect.route(request)
                : PageRoute.of(page, path, request, pages);
    }
}
