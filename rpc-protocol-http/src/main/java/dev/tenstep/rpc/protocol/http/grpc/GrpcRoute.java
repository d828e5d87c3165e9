package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.protocol.http.exchange.CallRequest;
import dev.tenstep.rpc.protocol.http.exchange.CallRoute;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.server.Refusal;

/**
 * The way of calls of one method with equal heads. Immutable.
 *
 * @param form of the request
 * @param textOut whether the body of the answer is Base64
 */
record GrpcRoute(CallRoute calls, GrpcForm form, boolean textOut) implements Route {

    @Override
    public StreamHandler open(HttpStream stream) {
        Refusal refusal = calls.admit(stream);
        if (refusal != null) {
            return GrpcRouter.refused(
                            refusal,
                            calls.answers(),
                            stream.side().context().settings().maxMetadata())
                    .open(stream);
        }
        if (!form.isWeb()) {
            return calls.enveloped(stream);
        }
        CallRequest request = calls.enveloped(new WebStream(stream, textOut));
        return form.isText() || textOut ? new WebBody(request, form.isText(), textOut) : request;
    }
}
