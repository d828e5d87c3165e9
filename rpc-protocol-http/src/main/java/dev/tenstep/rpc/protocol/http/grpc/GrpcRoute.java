package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.ServerCalls;
import org.jspecify.annotations.Nullable;

/**
 * The way of calls of one method with equal heads. Immutable.
 *
 * @param form of the request
 * @param timeoutNanos the time that the client gives each call; 0 for any
 * @param traced whether the client wants the times of the server's steps
 * @param maxMessage the longest message that the client accepts, in bytes
 * @param textOut whether the body of the answer is Base64
 * @param encoding decompresses the messages that are compressed; null if none may be
 */
record GrpcRoute(
        GrpcForm form,
        ServerMethod method,
        Metadata metadata,
        long timeoutNanos,
        boolean traced,
        int maxMessage,
        boolean textOut,
        @Nullable Compressor encoding,
        Answers answers)
        implements Route {

    /** Returns the end of a call that fails. */
    Answers.Answer failed(WireFailure failure, boolean headSent) {
        boolean protobuf = GrpcNames.isProtobuf(method.binding().serializer());
        return answers.failed(failure, protobuf ? method.binding().method() : null, headSent);
    }

    @Override
    public StreamHandler open(HttpStream stream) {
        ServerCalls calls = stream.side().context().calls();
        Refusal refusal = calls.admit();
        if (refusal == null && stream.connection().memory().undecodedTooMuch()) {
            refusal = calls.tooMuchUndecoded();
        }
        if (refusal != null) {
            return GrpcRouter.refused(refusal, answers, stream.side().context().settings())
                    .open(stream);
        }
        long now = stream.nowNanos();
        calls.begin(now);
        long deadline = timeoutNanos == 0 ? 0 : now + timeoutNanos;
        if (!form.isWeb()) {
            return request(stream, deadline);
        }
        GrpcRequest request = request(new WebStream(stream, textOut), deadline);
        return form.isText() || textOut ? new WebBody(request, form.isText(), textOut) : request;
    }

    private GrpcRequest request(HttpStream stream, long deadline) {
        return method.binding().method().streams()
                ? new StreamingRequest(stream, this, deadline).begin()
                : new UnaryRequest(stream, this, deadline);
    }
}
