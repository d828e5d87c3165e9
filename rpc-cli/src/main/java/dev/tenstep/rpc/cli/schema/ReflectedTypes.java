package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.services.reflection.ErrorResponse;
import dev.tenstep.rpc.services.reflection.ServerReflectionRequest;
import dev.tenstep.rpc.services.reflection.ServerReflectionResponse;
import dev.tenstep.rpc.services.reflection.ServiceResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types that a server tells by reflection, version 1 or else v1alpha, asked for one question at a time. Not safe for
 * use by several threads.
 */
public final class ReflectedTypes implements Types {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int DEEPEST = 500;

    /** The method as a program that asks one question at a time would have it. */
    interface Reflection {
        Stream<ServerReflectionResponse> serverReflectionInfo(Stream<ServerReflectionRequest> requests);
    }

    /** The service of today. */
    @RpcService("grpc.reflection.v1.ServerReflection")
    interface ServerReflection extends Reflection {}

    /** The service of older servers. */
    @RpcService("grpc.reflection.v1alpha.ServerReflection")
    interface ServerReflectionAlpha extends Reflection {}

    private final RpcClient client;
    private final Supplier<CallOptions> options;
    private final Map<String, FileDescriptorProto> protos = new HashMap<>();
    private final Map<String, FileDescriptor> files = new HashMap<>();
    private boolean older;

    /**
     * Makes it of the server that a client calls.
     *
     * @param options those of the next question; one without a deadline may take ten seconds
     */
    public ReflectedTypes(RpcClient client, Supplier<CallOptions> options) {
        this.client = client;
        this.options = options;
    }

    @Override
    public List<String> services() {
        ServerReflectionResponse answer = ask(request(null, null, "*"));
        return answer.listServicesResponse() == null
                ? List.of()
                : answer.listServicesResponse().service().stream()
                        .map(ServiceResponse::name)
                        .distinct()
                        .sorted()
                        .toList();
    }

    @Override
    public FileDescriptor fileOf(String symbol) {
        // Servers know services, methods and types; what is in a type is found by it.
        int end = symbol.lastIndexOf('.');
        FileDescriptor found = asked(symbol, symbol);
        if (found == null && end > 0) {
            found = asked(symbol.substring(0, end), symbol);
        }
        if (found == null) {
            throw new UnknownSymbolException("a symbol of this server", symbol, services());
        }
        return found;
    }

    private @Nullable FileDescriptor asked(String question, String symbol) {
        ServerReflectionResponse answer = ask(request(null, question, null));
        ErrorResponse error = answer.errorResponse();
        if (error != null && error.errorCode() != StatusCode.NOT_FOUND.number()) {
            throw failure(error);
        }
        for (FileDescriptorProto each : keep(answer)) {
            FileDescriptor file = file(each.getName(), new LinkedHashSet<>());
            if (Symbols.find(file, symbol) != null) {
                return file;
            }
        }
        return null;
    }

    private FileDescriptor file(String name, Set<String> path) {
        FileDescriptor known = files.get(name);
        if (known != null) {
            return known;
        }
        if (!path.add(name) || path.size() > DEEPEST) {
            throw new IllegalStateException("the server's files import each other, or " + DEEPEST + " in a row, from "
                    + path.iterator().next() + " on, by " + name);
        }
        FileDescriptorProto proto = protos.get(name);
        if (proto == null) {
            ServerReflectionResponse answer = ask(request(name, null, null));
            if (answer.errorResponse() != null) {
                throw failure(answer.errorResponse());
            }
            keep(answer);
            proto = protos.get(name);
            if (proto == null) {
                throw new IllegalStateException("the server answers without the file " + name);
            }
        }
        FileDescriptor[] imports =
                proto.getDependencyList().stream().map(each -> file(each, path)).toArray(FileDescriptor[]::new);
        path.remove(name);
        try {
            FileDescriptor file = FileDescriptor.buildFrom(proto, imports, true);
            files.put(name, file);
            return file;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the server's file " + name + " is invalid: " + e.getMessage(), e);
        }
    }

    private List<FileDescriptorProto> keep(ServerReflectionResponse answer) {
        List<FileDescriptorProto> told = new ArrayList<>();
        if (answer.fileDescriptorResponse() != null) {
            for (byte[] each : answer.fileDescriptorResponse().fileDescriptorProto()) {
                try {
                    FileDescriptorProto proto = FileDescriptorProto.parseFrom(each);
                    protos.putIfAbsent(proto.getName(), proto);
                    told.add(proto);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException("the server's file cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return told;
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        try {
            return ask(older ? ServerReflectionAlpha.class : ServerReflection.class, request);
        } catch (RpcException e) {
            if (older || e.code() != StatusCode.UNIMPLEMENTED) {
                throw e;
            }
        }
        try {
            ServerReflectionResponse answer = ask(ServerReflectionAlpha.class, request);
            older = true;
            return answer;
        } catch (RpcException e) {
            if (e.code() != StatusCode.UNIMPLEMENTED) {
                throw e;
            }
            throw new RpcException(
                    StatusCode.UNIMPLEMENTED,
                    "the server has no reflection (expected: types by --class-path or --proto): " + e.getMessage(),
                    e);
        }
    }

    private ServerReflectionResponse ask(Class<? extends Reflection> version, ServerReflectionRequest request) {
        CallOptions given = options.get();
        CallOptions bounded = given.deadline() == null ? given.withDeadline(DEADLINE) : given;
        Reflection reflection = client.stub(version, bounded);
        try (Stream<ServerReflectionResponse> answers = reflection.serverReflectionInfo(Stream.of(request))) {
            return answers.findFirst()
                    .orElseThrow(() ->
                            new RpcException(StatusCode.INTERNAL, "the server's reflection ended without an answer"));
        }
    }

    private static ServerReflectionRequest request(
            @Nullable String file, @Nullable String symbol, @Nullable String services) {
        return new ServerReflectionRequest("", file, symbol, null, null, services);
    }

    private static RpcException failure(ErrorResponse error) {
        StatusCode code = StatusCode.of(error.errorCode());
        return new RpcException(code == null ? StatusCode.UNKNOWN : code, error.errorMessage()).fromServer(false);
    }
}
