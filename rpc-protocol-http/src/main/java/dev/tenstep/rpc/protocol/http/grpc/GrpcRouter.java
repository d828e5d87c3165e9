package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.exchange.CallRoute;
import dev.tenstep.rpc.protocol.http.exchange.CallRoutes;
import dev.tenstep.rpc.protocol.http.exchange.OwnFields;
import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.Request;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.Router;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method that a request by gRPC or gRPC-Web calls (gRPC's {@code doc/PROTOCOL-HTTP2.md} and {@code
 * doc/PROTOCOL-WEB.md}). What is wrong with a request is refused in gRPC's words. Event loop only.
 */
public final class GrpcRouter implements Router {
    private final CallRoutes routes;
    private final Map<String, Answers> answers = new HashMap<>();

    /** Makes that of a connection. */
    public GrpcRouter(CallRoutes routes) {
        this.routes = routes;
    }

    /** Returns whether a content type is gRPC's or gRPC-Web's, with a serializer that may be known. */
    public static boolean speaks(String contentType) {
        String type = GrpcNames.plain(contentType);
        GrpcForm form = GrpcForm.of(type);
        return form != null && GrpcNames.serializer(form, type) != null;
    }

    /** Finds the way of a request, which is a POST with a content type that this {@link #speaks}. */
    @Override
    public Route route(Request request) {
        Fields fields = request.fields();
        String type = GrpcNames.plain(Objects.requireNonNull(fields.first("content-type")));
        GrpcForm form = Objects.requireNonNull(GrpcForm.of(type));
        String serializer = Objects.requireNonNull(GrpcNames.serializer(form, type));
        GrpcForm answer = form.answer(fields.first("accept"));
        String answerType = answer.type() + type.substring(form.type().length());
        // A name that the client has made up is not remembered.
        boolean known = routes.services().serializers().contains(serializer);
        Answers plain = answers(known ? answerType : answer.type(), null);
        try {
            return route(request.path(), fields, serializer, form, answerType);
        } catch (RpcException e) {
            return refused(Refusal.of(e), plain, routes.maxMetadata());
        } catch (IllegalArgumentException e) {
            return refused(
                    Refusal.of(StatusCode.INTERNAL, String.valueOf(e.getMessage())), plain, routes.maxMetadata());
        }
    }

    private Route route(String path, Fields fields, String serializer, GrpcForm form, String answerType) {
        ServerMethod method = routes.method(path, serializer, fields);
        if (form.isWeb() && method.binding().method().stream() != null) {
            throw RpcException.notStarted(
                    StatusCode.UNIMPLEMENTED,
                    method.binding().method().displayName()
                            + " takes a stream, which gRPC-Web does not have (expected: a call by gRPC)",
                    null);
        }
        String timeout = fields.first("grpc-timeout");
        Compressor encoding = routes.encoding("grpc-encoding", fields.first("grpc-encoding"));
        Compressor chosen = routes.answerEncoding(encoding, fields.first("grpc-accept-encoding"));
        CallRoute calls = new CallRoute(
                form.protocol(),
                method,
                routes.details(method),
                routes.metadata(fields, GrpcNames.PREFIX),
                timeout == null ? 0 : GrpcTimeout.read(timeout),
                fields.first(OwnFields.WANTS_TIMES) != null,
                CallRoutes.clientsLimit(fields),
                encoding,
                StatusCode.INTERNAL,
                answers(answerType, chosen));
        return new GrpcRoute(calls, form, answerType.startsWith(GrpcForm.WEB_TEXT.type()));
    }

    private Answers answers(String type, @Nullable Compressor compressor) {
        String key = compressor == null ? type : type + ' ' + compressor.name();
        return answers.computeIfAbsent(key, k -> new GrpcAnswers(type, compressor, routes.encodings()));
    }

    /** Returns the way of requests that are refused. */
    static Route refused(Refusal refusal, Answers answers, int maxMetadata) {
        Answers.Answer answer = answers.failed(WireFailure.of(refusal, maxMetadata), null, false);
        Head head = Objects.requireNonNull(answer.trailers());
        return stream -> {
            stream.end(head);
            return Answered.already();
        };
    }
}
