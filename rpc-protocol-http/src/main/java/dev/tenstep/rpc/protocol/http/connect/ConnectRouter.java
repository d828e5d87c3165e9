package dev.tenstep.rpc.protocol.http.connect;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.exchange.CallRoute;
import dev.tenstep.rpc.protocol.http.exchange.CallRoutes;
import dev.tenstep.rpc.protocol.http.exchange.OwnFields;
import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Request;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.Router;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method that a request by Connect calls (connectrpc.com/docs/protocol). What is wrong with a request is refused in
 * Connect's words: JSON, and the status of HTTP that fits. Event loop only.
 */
public final class ConnectRouter implements Router {
    /** Begins the names of its own fields. */
    static final String PREFIX = "connect-";

    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED = 415;
    private static final int MOST_DIGITS = 10;
    /** The refusals of what is no call: JSON, whatever was asked for. */
    private static final UnaryAnswers REFUSALS = new UnaryAnswers(new ConnectForm(false, "protobuf-json"), null);

    private final CallRoutes routes;
    private final Map<String, Answers> answers = new HashMap<>();

    /** Makes that of a connection. */
    public ConnectRouter(CallRoutes routes) {
        this.routes = routes;
    }

    /** The head of a request as this protocol reads it, or a query in its place. */
    private record Asked(String path, Fields fields, ConnectForm form, @Nullable Query query) {
        String encodingField() {
            return query != null ? "compression" : form.streaming() ? "connect-content-encoding" : "content-encoding";
        }

        @Nullable
        String encoding() {
            return query != null ? query.compression() : fields.first(encodingField());
        }

        @Nullable
        String accepted() {
            return fields.first(form.streaming() ? "connect-accept-encoding" : "accept-encoding");
        }
    }

    /** Returns whether a path names a method. */
    public boolean knows(String path) {
        try {
            routes.contract(path);
            return true;
        } catch (RpcException e) {
            return false;
        }
    }

    /** Finds the way of a request that is not gRPC, or refuses it. */
    @Override
    public Route route(Request request) {
        String path = request.plainPath();
        MethodContract method;
        try {
            method = routes.contract(path);
        } catch (RpcException e) {
            return refused(NOT_FOUND, e, Fields.NONE);
        }
        boolean mayGet = method.sideEffectFree() && !method.streams();
        boolean get = request.method().equals("GET") && mayGet;
        if (!get && !request.method().equals("POST")) {
            String allowed = mayGet ? "GET, POST" : "POST";
            return refused(
                    NOT_ALLOWED,
                    unimplemented("method: " + request.method() + " (expected: " + allowed + ")"),
                    Fields.of("allow", allowed));
        }
        try {
            return get ? get(request, path) : post(request, path, method.streams());
        } catch (RpcException e) {
            return refused(ErrorCodes.status(e.code()), e, Fields.NONE);
        }
    }

    private Route post(Request request, String path, boolean streams) {
        String type = request.fields().first("content-type");
        ConnectForm form =
                type == null ? null : ConnectForm.of(type, routes.services().serializers());
        if (form == null || form.streaming() != streams) {
            String expected = ConnectForm.all(streams, routes.services().serializers());
            return refused(
                    UNSUPPORTED,
                    unimplemented("content-type: " + type + " (expected one of: " + expected
                            + ", or application/grpc or application/grpc-web)"),
                    Fields.of("accept-post", expected + ", application/grpc, application/grpc-web"));
        }
        return route(new Asked(path, request.fields(), form, null));
    }

    private Route get(Request request, String path) {
        Query query = Query.read(request.query());
        String serializer = ConnectForm.serializer(query.encoding());
        if (serializer == null || !routes.services().serializers().contains(serializer)) {
            return refused(
                    UNSUPPORTED,
                    unimplemented("encoding: " + query.encoding() + " (expected: json or proto)"),
                    Fields.NONE);
        }
        return route(new Asked(path, request.fields(), new ConnectForm(false, serializer), query));
    }

    private static RpcException unimplemented(String text) {
        return RpcException.notStarted(StatusCode.UNIMPLEMENTED, text, null);
    }

    private Route refused(int status, RpcException why, Fields more) {
        return answered(REFUSALS.failed(status, WireFailure.of(Refusal.of(why), routes.maxMetadata()), null, more));
    }

    /** Returns the way of requests that are answered at once, behind their bodies. */
    static Route answered(Answers.Answer answer) {
        return Answered.with(requireNonNull(answer.head()), requireNonNull(answer.tail()));
    }

    private Route route(Asked asked) {
        Answers how = answers(asked.form(), null);
        try {
            CallRoute calls = calls(asked);
            long length = length(asked);
            if (length > routes.maxMessage()) {
                MethodContract method = calls.method().binding().method();
                RpcException why = RpcException.notStarted(
                        StatusCode.RESOURCE_EXHAUSTED,
                        "the parameters of " + method.displayName() + ": " + length + " bytes (expected: at most "
                                + routes.maxMessage() + ")",
                        null);
                return refused(TOO_LARGE, why, Fields.NONE);
            }
            Query query = asked.query();
            return new ConnectRoute(calls, asked.form().streaming(), query == null ? null : query.message());
        } catch (RpcException e) {
            return answered(how.failed(WireFailure.of(Refusal.of(e), routes.maxMetadata()), null, false));
        } catch (IllegalArgumentException e) {
            Refusal why = Refusal.of(StatusCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
            return answered(how.failed(WireFailure.of(why, routes.maxMetadata()), null, false));
        }
    }

    /** Returns the length of a message that is a body; -1 if that is not known from the head. */
    private static long length(Asked asked) {
        String text = asked.form().streaming() ? null : asked.fields().first("content-length");
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1; // the version of HTTP checks it
        }
    }

    private CallRoute calls(Asked asked) {
        Fields fields = asked.fields();
        ServerMethod method = routes.method(asked.path(), asked.form().serializer(), fields);
        version(asked);
        String timeout = fields.first("connect-timeout-ms");
        Compressor encoding = routes.encoding(asked.encodingField(), asked.encoding());
        Compressor chosen = routes.answerEncoding(encoding, asked.accepted());
        return new CallRoute(
                "connect",
                method,
                routes.details(method),
                routes.metadata(fields, PREFIX),
                timeout == null ? 0 : timeoutNanos(timeout),
                fields.first(OwnFields.WANTS_TIMES) != null,
                CallRoutes.clientsLimit(fields),
                encoding,
                StatusCode.INVALID_ARGUMENT,
                answers(asked.form(), chosen));
    }

    private static void version(Asked asked) {
        String field = "connect-protocol-version";
        String version = asked.fields().first(field);
        if (version != null && !version.equals("1")) {
            throw new IllegalArgumentException(field + ": " + version + " (expected: 1)");
        }
    }

    /** Reads a time limit in milliseconds; a call that has none left is given the shortest. */
    private static long timeoutNanos(String text) {
        boolean good = !text.isEmpty() && text.length() <= MOST_DIGITS;
        for (int i = 0; good && i < text.length(); i++) {
            good = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!good) {
            throw new IllegalArgumentException("connect-timeout-ms: " + text + " (expected: 1 to 10 digits)");
        }
        return Math.max(1, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(text)));
    }

    private Answers answers(ConnectForm form, @Nullable Compressor compressor) {
        String key = compressor == null ? form.contentType() : form.contentType() + ' ' + compressor.name();
        return answers.computeIfAbsent(
                key,
                k -> form.streaming()
                        ? new StreamAnswers(form, compressor, routes.encodings())
                        : new UnaryAnswers(form, compressor));
    }
}
