package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tiny serializer with a hook that runs before a message is written or read, to delay it or to fail. */
final class HookedSerializer implements Serializer {
    private final Serializer tiny = new TinySerializer();
    private final Map<Role, Runnable> beforeEncode = new ConcurrentHashMap<>();
    private final Map<Role, Runnable> beforeDecode = new ConcurrentHashMap<>();

    HookedSerializer beforeEncode(Role role, Runnable hook) {
        beforeEncode.put(role, hook);
        return this;
    }

    HookedSerializer beforeDecode(Role role, Runnable hook) {
        beforeDecode.put(role, hook);
        return this;
    }

    @Override
    public String name() {
        return tiny.name();
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        Codec codec = tiny.bind(method, shape);
        return new Codec() {
            @Override
            public void encode(@Nullable Object value, MessageOutput out) throws IOException {
                beforeEncode.getOrDefault(shape.role(), () -> {}).run();
                codec.encode(value, out);
            }

            @Override
            public @Nullable Object decode(MessageInput in) throws IOException {
                beforeDecode.getOrDefault(shape.role(), () -> {}).run();
                return codec.decode(in);
            }
        };
    }
}
