package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.benchmarks.jmh.orders.Orders;
import dev.tenstep.rpc.benchmarks.tenstep.TenstepUsers;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** One of the framework's serializers, bound to a method as the framework binds it. */
final class BoundFormat implements Format {
    private final boolean parameters;
    private final Codec codec;
    private final MessageOutput out = new MessageOutput(512);
    private final MessageInput in = new MessageInput();

    BoundFormat(String name, Payload payload) {
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
        parameters = payload == Payload.EXIST || payload == Payload.ECHO;
        codec = parameters ? binding.parameters() : binding.result();
    }

    @Override
    public Object prepare(Object payload) {
        return parameters ? new Object[] {payload} : payload;
    }

    @Override
    public MessageOutput write(Object prepared) throws IOException {
        out.position(0);
        codec.encode(prepared, out);
        return out;
    }

    @Override
    public byte[] written() {
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public @Nullable Object read(byte[] message) throws IOException {
        in.reset(message, 0, message.length);
        return codec.decode(in);
    }

    @Override
    public @Nullable Object payload(@Nullable Object read) {
        return parameters ? ((Object[]) Objects.requireNonNull(read))[0] : read;
    }
}
