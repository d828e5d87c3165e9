package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.ServerCalls;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What requests with equal heads have in common, once they were found to call a method. Immutable.
 *
 * @param protocol the name that calls give for it
 * @param details writes declared exceptions as messages of protobuf; null if the server has no such serializer
 * @param timeoutNanos the time that the client gives each call; 0 for any
 * @param traced whether the client wants the times of the server's steps
 * @param maxMessage the longest message that the client accepts, in bytes
 * @param encoding decompresses the messages that are compressed; null if none may be
 * @param malformed the code of calls whose request is not what the protocol says
 */
public record CallRoute(
        String protocol,
        ServerMethod method,
        @Nullable MethodBinding details,
        Metadata metadata,
        long timeoutNanos,
        boolean traced,
        int maxMessage,
        @Nullable Compressor encoding,
        StatusCode malformed,
        Answers answers) {

    /** Begins a call; returns why not if there is no room for it. Event loop. */
    public @Nullable Refusal admit(HttpStream stream) {
        ServerCalls calls = stream.side().context().calls();
        Refusal refusal = calls.admit();
        if (refusal == null && stream.connection().memory().undecodedTooMuch()) {
            refusal = calls.tooMuchUndecoded();
        }
        if (refusal == null) {
            calls.begin(stream.nowNanos());
        }
        return refusal;
    }

    /** Returns the end of a request that is refused. */
    public Answers.Answer refused(Refusal refusal, int maxMetadata) {
        return answers.failed(WireFailure.of(refusal, maxMetadata), null, false);
    }

    /** Returns the request whose messages are in envelopes, on a stream; the call was admitted. */
    public CallRequest enveloped(HttpStream stream) {
        return method.binding().method().streams()
                ? new StreamingRequest(stream, this).begin()
                : new UnaryRequest(stream, this);
    }

    /**
     * Returns the request whose body is its message, on a stream; the call was admitted.
     *
     * @param given the message if it came with the head; null if it is the body
     */
    public CallRequest body(HttpStream stream, byte @Nullable [] given) {
        return new BodyRequest(stream, this, given);
    }

    /** Returns the end of a call that fails. */
    Answers.Answer failed(RequestCall call, RpcException failure, int maxMetadata, boolean headSent) {
        WireFailure wire = WireFailure.of(call, failure, maxMetadata);
        return answers.failed(wire, wire.declared() == null ? null : detail(wire.declared(), failure), headSent);
    }

    private Answers.@Nullable Detail detail(WireFailure.Declared declared, RpcException failure) {
        MethodBinding by = details;
        if (by == null) {
            return null;
        }
        String service = by.method().service();
        String type = service.substring(0, service.lastIndexOf('.') + 1) + declared.name();
        try {
            boolean same = by.serializer().equals(method.binding().serializer());
            WireFailure.Declared message = same ? declared : WireFailure.declared(by, failure);
            return new Answers.Detail(type, message.message());
        } catch (IOException | RuntimeException e) {
            return null; // the exception itself crosses
        }
    }
}
