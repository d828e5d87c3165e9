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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method that a gRPC request calls (gRPC's {@code doc/PROTOCOL-HTTP2.md}). What is wrong with a request is
 * refused in gRPC's words if it is gRPC at all, and by a status of HTTP otherwise. Event loop only.
 */
public final class GrpcRouter implements Router {
    private static final String TYPE = GrpcNames.TYPE;
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

    @Override
    public Route route(Request request) {
        Fields fields = request.fields();
        String contentType = fields.first("content-type");
        if (contentType == null || !GrpcNames.speaks(contentType)) {
            return answered(415, "content-type: " + contentType + " (expected: " + TYPE + ")", "accept-post", TYPE);
        }
        if (!request.method().equals("POST")) {
            return answered(405, "method: " + request.method() + " (expected: POST)", "allow", "POST");
        }
        String type = GrpcNames.plain(contentType);
        String serializer = GrpcNames.serializer(type);
        if (serializer == null) {
            String expected = GrpcNames.expected(services.serializers());
            return answered(415, "content-type: " + contentType + " (expected: " + expected + ")", "accept-post", TYPE);
        }
        // A name that the client has made up is not remembered.
        Answers plain = services.serializers().contains(serializer) ? answers(type, null) : answers(TYPE, null);
        try {
            return route(request.path(), fields, type, serializer);
        } catch (RpcException e) {
            return refused(Refusal.of(e), plain, settings);
        } catch (IllegalArgumentException e) {
            return refused(Refusal.of(StatusCode.INTERNAL, String.valueOf(e.getMessage())), plain, settings);
        }
    }

    private Route route(String path, Fields fields, String type, String serializer) {
        ServerMethod method = method(path, serializer, fields.first(GrpcStatus.TYPES));
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
        Answers how = answers(type, chosen(encoding, fields.first("grpc-accept-encoding")));
        return new GrpcRoute(
                method, metadata, timeoutNanos, traced, limit(fields.first(GrpcStatus.MESSAGE_LIMIT)), encoding, how);
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

    private static Route answered(int status, String why, String name, String value) {
        byte[] body = why.getBytes(StandardCharsets.UTF_8);
        Fields fields = Fields.of(
                "content-type",
                "text/plain; charset=utf-8",
                "content-length",
                String.valueOf(body.length),
                name,
                value);
        return Answered.with(Head.response(status, fields), body);
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
