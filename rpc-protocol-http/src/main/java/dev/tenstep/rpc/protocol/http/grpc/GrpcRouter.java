package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.Request;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.Router;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method that a request by gRPC or gRPC-Web calls (gRPC's {@code doc/PROTOCOL-HTTP2.md} and {@code
 * doc/PROTOCOL-WEB.md}). What is wrong with a request is refused in gRPC's words. Event loop only.
 */
public final class GrpcRouter implements Router {
    /** The content types that are read, as a list for programs. */
    public static final String TYPES =
            GrpcForm.GRPC.type() + ", " + GrpcForm.WEB.type() + ", " + GrpcForm.WEB_TEXT.type();

    private static final String IDENTITY = "identity";

    private final Services services;
    private final Compression compression;
    private final KernelSettings settings;
    private final String accepted;
    private final Map<String, Answers> answers = new HashMap<>();

    /** Makes that of a connection. */
    public GrpcRouter(ConnectionContext context) {
        this.services = context.services();
        this.compression = context.compression();
        this.settings = context.settings();
        StringBuilder names = new StringBuilder(IDENTITY);
        compression.names().forEach(name -> names.append(',').append(name));
        this.accepted = names.toString();
    }

    /** Returns whether a content type is gRPC's or gRPC-Web's, with a serializer that may be known. */
    public static boolean speaks(String contentType) {
        String type = GrpcNames.plain(contentType);
        GrpcForm form = GrpcForm.of(type);
        return form != null && GrpcNames.serializer(form, type) != null;
    }

    /** The content types that are read, for people to read. */
    public String expected() {
        return GrpcNames.expected(services.serializers());
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
        Answers plain = answers(services.serializers().contains(serializer) ? answerType : answer.type(), null);
        try {
            return route(request.path(), fields, serializer, form, answerType);
        } catch (RpcException e) {
            return refused(Refusal.of(e), plain, settings);
        } catch (IllegalArgumentException e) {
            return refused(Refusal.of(StatusCode.INTERNAL, String.valueOf(e.getMessage())), plain, settings);
        }
    }

    private Route route(String path, Fields fields, String serializer, GrpcForm form, String answerType) {
        ServerMethod method = method(path, serializer, fields.first(GrpcStatus.TYPES));
        if (form.isWeb() && method.binding().method().stream() != null) {
            throw RpcException.notStarted(
                    StatusCode.UNIMPLEMENTED,
                    method.binding().method().displayName()
                            + " takes a stream, which gRPC-Web does not have (expected: a call by gRPC)",
                    null);
        }
        String timeout = fields.first("grpc-timeout");
        long timeoutNanos = timeout == null ? 0 : GrpcTimeout.read(timeout);
        Compressor encoding = encoding(fields.first("grpc-encoding"));
        Metadata metadata = GrpcMetadata.read(fields);
        if (metadata.size() > settings.maxMetadata()) {
            throw RpcException.notStarted(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "metadata: " + metadata.size() + " bytes (expected: at most " + settings.maxMetadata() + ")",
                    null);
        }
        boolean traced = fields.first(GrpcStatus.WANTS_TIMES) != null;
        int maxMessage = limit(fields.first(GrpcStatus.MESSAGE_LIMIT));
        boolean textOut = answerType.startsWith(GrpcForm.WEB_TEXT.type());
        Answers how = answers(answerType, chosen(encoding, fields.first("grpc-accept-encoding")));
        return new GrpcRoute(form, method, metadata, timeoutNanos, traced, maxMessage, textOut, encoding, how);
    }

    private static int limit(@Nullable String text) {
        try {
            return text == null ? Integer.MAX_VALUE : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(GrpcStatus.MESSAGE_LIMIT + ": " + text + " (expected: bytes)", e);
        }
    }

    private ServerMethod method(String path, String serializer, @Nullable String types) {
        int slash = path.lastIndexOf('/');
        if (slash < 1 || path.charAt(0) != '/') {
            throw RpcException.notStarted(
                    StatusCode.UNIMPLEMENTED, "path: " + path + " (expected: /package.Service/Method)", null);
        }
        String service = path.substring(1, slash);
        String name = path.substring(slash + 1);
        String known = GrpcNames.method(name, services.methods(service));
        return types == null
                ? services.find(service, known, serializer)
                : services.find(service, known, serializer, GrpcMetadata.bytes(GrpcStatus.TYPES, types));
    }

    private @Nullable Compressor encoding(@Nullable String name) {
        if (name == null || name.equals(IDENTITY)) {
            return null;
        }
        Compressor found = compressor(name);
        if (found == null) {
            throw RpcException.notStarted(
                    StatusCode.UNIMPLEMENTED, "grpc-encoding: " + name + " (expected one of: " + accepted + ")", null);
        }
        return found;
    }

    private @Nullable Compressor compressor(String name) {
        for (Compressor each : compression.known()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Chooses the encoding of the answer: the request's, or else the configured one, if the client reads it. */
    private @Nullable Compressor chosen(@Nullable Compressor request, @Nullable String clientAccepts) {
        Compressor wanted = request == null ? compressor(compression.chosen()) : request;
        if (wanted == null || (clientAccepts == null && request == null)) {
            return null;
        }
        List<String> names = clientAccepts == null ? List.of() : Arrays.asList(clientAccepts.split(" *, *", -1));
        return names.contains(wanted.name()) || (clientAccepts == null && request != null) ? wanted : null;
    }

    private Answers answers(String type, @Nullable Compressor compressor) {
        String key = compressor == null ? type : type + ' ' + compressor.name();
        return answers.computeIfAbsent(key, k -> new Answers(type, compressor, accepted));
    }

    /** Returns the way of requests that are refused. */
    static Route refused(Refusal refusal, Answers answers, KernelSettings settings) {
        WireFailure failure = WireFailure.of(refusal, settings.maxMetadata());
        Answers.Answer answer = answers.failed(failure, null, false);
        Head head = Objects.requireNonNull(answer.trailers());
        return stream -> {
            stream.end(head);
            return Answered.already();
        };
    }
}
