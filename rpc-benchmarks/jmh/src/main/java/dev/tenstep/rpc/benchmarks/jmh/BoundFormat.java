package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.benchmarks.jmh.orders.Orders;
import dev.tenstep.rpc.benchmarks.tenstep.TenstepUsers;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** One of the framework's serializers, bound to a method as the framework binds it. */
final class BoundFormat extends CodecFormat {
    private final boolean parameters;

    BoundFormat(String name, Payload payload) {
        super(codec(name, payload));
        parameters = areParameters(payload);
    }

    private static boolean areParameters(Payload payload) {
        return payload == Payload.EXIST || payload == Payload.ECHO;
    }

    private static Codec codec(String name, Payload payload) {
        Serializer serializer = ServiceLoader.load(Serializer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown serializer: " + name));
        MethodContract method =
                switch (payload) {
                    case EXIST -> ServiceContract.of(TenstepUsers.class).method("exist");
                    case ECHO -> ServiceContract.of(TenstepUsers.class).method("echo");
                    case PAGE -> ServiceContract.of(TenstepUsers.class).method("page");
                    case ORDER -> ServiceContract.of(Orders.class).method("find");
                };
        MethodBinding binding = MethodBinding.bind(0, Objects.requireNonNull(method), serializer);
        return areParameters(payload) ? binding.parameters() : binding.result();
    }

    @Override
    public Object prepare(Object payload) {
        return parameters ? new Object[] {payload} : payload;
    }

    @Override
    public @Nullable Object payload(@Nullable Object read) {
        return parameters ? ((Object[]) Objects.requireNonNull(read))[0] : read;
    }
}
