package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.protocol.http.exchange.CallRoute;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.server.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The way of calls of one method with equal heads. Immutable.
 *
 * @param streaming whether messages are in envelopes
 * @param given the message that is in the head; null if it is in the body
 */
record ConnectRoute(CallRoute calls, boolean streaming, byte @Nullable [] given) implements Route {

    @Override
    public StreamHandler open(HttpStream stream) {
        Refusal refusal = calls.admit(stream);
        if (refusal != null) {
            int maxMetadata = stream.side().context().settings().maxMetadata();
            return ConnectRouter.answered(calls.refused(refusal, maxMetadata)).open(stream);
        }
        return streaming ? calls.enveloped(stream) : calls.body(stream, given);
    }
}
