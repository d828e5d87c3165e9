package dev.tenstep.rpc.services.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Shows a server's services to programs that have no {@code .proto}, such as {@code buf curl} and {@code grpcurl}: the files
 * that are derived from the interfaces. Immutable; any thread.
 *
 * <pre>{@code
 * ReflectionService reflection = ReflectionService.of(Users.class, Orders.class);
 * RpcServer.builder()
 *         .service(ServerReflection.class, reflection)
 *         .service(ServerReflectionAlpha.class, reflection)...
 * }</pre>
 */
public final class ReflectionService implements ServerReflection, ServerReflectionAlpha {
    private final Map<String, FileDescriptor> byName = new TreeMap<>();
    private final Map<String, FileDescriptor> bySymbol = new TreeMap<>();
    private final ListServiceResponse services;

    private ReflectionService(List<ServiceContract> contracts) {
        List<ServiceResponse> names = new ArrayList<>();
        for (FileDescriptor file : ProtoFiles.descriptors(contracts)) {
            add(file);
            file.getServices().forEach(each -> names.add(new ServiceResponse(each.getFullName())));
        }
        services = new ListServiceResponse(List.copyOf(names));
    }

    /**
     * Makes one that shows these services, and itself.
     *
     * @param services interfaces marked {@link dev.tenstep.rpc.contract.RpcService}
     * @throws dev.tenstep.rpc.contract.ContractException if one cannot be served
     */
    public static ReflectionService of(Class<?>... services) {
        Set<Class<?>> all = new LinkedHashSet<>(Arrays.asList(services));
        all.add(ServerReflection.class);
        all.add(ServerReflectionAlpha.class);
        return new ReflectionService(all.stream().map(ServiceContract::of).toList());
    }

    private void add(FileDescriptor file) {
        if (byName.putIfAbsent(file.getName(), file) != null) {
            return;
        }
        file.getDependencies().forEach(this::add);
        file.getMessageTypes().forEach(each -> add(each, file));
        for (EnumDescriptor each : file.getEnumTypes()) {
            bySymbol.put(each.getFullName(), file);
        }
        for (ServiceDescriptor each : file.getServices()) {
            bySymbol.put(each.getFullName(), file);
            for (MethodDescriptor method : each.getMethods()) {
                bySymbol.put(method.getFullName(), file);
            }
        }
    }

    private void add(Descriptor message, FileDescriptor file) {
        bySymbol.put(message.getFullName(), file);
        message.getNestedTypes().forEach(each -> add(each, file));
        for (EnumDescriptor each : message.getEnumTypes()) {
            bySymbol.put(each.getFullName(), file);
        }
    }

    @Override
    public Flow.Publisher<ServerReflectionResponse> serverReflectionInfo(
            Flow.Publisher<ServerReflectionRequest> requests) {
        return answers -> requests.subscribe(new Answering(answers));
    }

    /** Answers each question with as much demand as there is for answers. */
    private final class Answering implements Flow.Subscriber<ServerReflectionRequest> {
        private final Flow.Subscriber<? super ServerReflectionResponse> answers;

        Answering(Flow.Subscriber<? super ServerReflectionResponse> answers) {
            this.answers = answers;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            answers.onSubscribe(subscription);
        }

        @Override
        public void onNext(ServerReflectionRequest request) {
            answers.onNext(answer(request));
        }

        @Override
        public void onError(Throwable thrown) {
            answers.onError(thrown);
        }

        @Override
        public void onComplete() {
            answers.onComplete();
        }
    }

    private ServerReflectionResponse answer(ServerReflectionRequest request) {
        if (request.listServices() != null) {
            return answer(request, null, null, services, null);
        }
        if (request.fileByFilename() != null) {
            return file(request, byName.get(request.fileByFilename()), request.fileByFilename());
        }
        if (request.fileContainingSymbol() != null) {
            return file(request, bySymbol.get(request.fileContainingSymbol()), request.fileContainingSymbol());
        }
        String type = request.allExtensionNumbersOfType();
        if (type != null && bySymbol.containsKey(type)) {
            return answer(request, null, new ExtensionNumberResponse(type, List.of()), null, null);
        }
        if (type != null || request.fileContainingExtension() != null) {
            return failure(request, StatusCode.NOT_FOUND, "there are no extensions");
        }
        return failure(request, StatusCode.INVALID_ARGUMENT, "a request without a question (expected: one)");
    }

    private static ServerReflectionResponse file(
            ServerReflectionRequest request, @Nullable FileDescriptor file, String name) {
        if (file == null) {
            return failure(request, StatusCode.NOT_FOUND, "unknown: " + name);
        }
        Set<FileDescriptor> all = new LinkedHashSet<>();
        reach(file, all);
        List<byte[]> protos = all.stream()
                .map(each -> each.toProto().toByteString())
                .map(ByteString::toByteArray)
                .toList();
        return answer(request, new FileDescriptorResponse(protos), null, null, null);
    }

    private static void reach(FileDescriptor file, Set<FileDescriptor> all) {
        if (all.add(file)) {
            file.getDependencies().forEach(each -> reach(each, all));
        }
    }

    private static ServerReflectionResponse failure(ServerReflectionRequest request, StatusCode code, String why) {
        return answer(request, null, null, null, new ErrorResponse(code.number(), why));
    }

    private static ServerReflectionResponse answer(
            ServerReflectionRequest request,
            @Nullable FileDescriptorResponse file,
            @Nullable ExtensionNumberResponse extensions,
            @Nullable ListServiceResponse services,
            @Nullable ErrorResponse error) {
        return new ServerReflectionResponse(request.host(), request, file, extensions, services, error);
    }
}
