package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.grpc.GrpcRouter;
import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Request;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.Router;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the protocol of a request by its method and content type, and refuses those that none speaks. Event loop only.
 */
final class HttpRouter implements Router {
    private final GrpcRouter grpc;
    private final Cors cors;

    /** Makes that of a connection. */
    HttpRouter(ConnectionContext context) {
        this.grpc = new GrpcRouter(context);
        this.cors = new Cors(HttpKeys.origins(context.config()));
    }

    @Override
    public Route route(Request request) {
        Route preflight = cors.preflight(request);
        return preflight == null ? cors.allow(request, choose(request)) : preflight;
    }

    private Route choose(Request request) {
        String contentType = request.fields().first("content-type");
        if (!speaks(contentType)) {
            return Answered.with(
                    415,
                    "content-type: " + contentType + " (expected: " + grpc.expected() + ")",
                    "accept-post",
                    GrpcRouter.TYPES);
        }
        if (!request.method().equals("POST")) {
            return Answered.with(405, "method: " + request.method() + " (expected: POST)", "allow", "POST");
        }
        return grpc.route(request);
    }

    private boolean speaks(@Nullable String contentType) {
        return contentType != null && GrpcRouter.speaks(contentType);
    }
}
