package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.config.Loaders;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bindings by which the calls of one endpoint read declared exceptions from the details of a failure, which are messages of
 * protobuf even where the call's own are JSON. A method is bound when its first such exception arrives. Event loop only.
 */
public final class ProtobufBindings {
    private static final String PROTOBUF = "protobuf";
    private static final String PROTOBUF_JSON = "protobuf-json";

    private final Map<MethodBinding, Optional<MethodBinding>> bound = new HashMap<>();

    /** Makes it without any. */
    public ProtobufBindings() {}

    /** Returns what reads a method's exceptions from messages of protobuf; null if nothing does. */
    @Nullable
    MethodBinding of(MethodBinding binding) {
        if (binding.serializer().equals(PROTOBUF)) {
            return binding;
        }
        return binding.serializer().equals(PROTOBUF_JSON)
                ? bound.computeIfAbsent(binding, ProtobufBindings::bind).orElse(null)
                : null;
    }

    private static Optional<MethodBinding> bind(MethodBinding binding) {
        try {
            return Loaders.load(Serializer.class, null, broken -> {}).stream()
                    .filter(each -> each.name().equals(PROTOBUF))
                    .findFirst()
                    .map(protobuf -> MethodBinding.bind(binding.id(), binding.method(), protobuf));
        } catch (ContractException e) {
            return Optional.empty();
        }
    }
}
