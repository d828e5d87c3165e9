package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes and reads messages of a service's methods, as hex. */
final class GobMessages {
    private final GobSerializer serializer;
    private final ServiceContract service;

    GobMessages(Class<?> type) {
        this(type, true);
    }

    /** Binds a service, for which classes may be generated or not. */
    GobMessages(Class<?> type, boolean generating) {
        serializer = new GobSerializer(generating);
        service = ServiceContract.of(type);
    }

    Codec parameters(String method) {
        MethodContract contract = method(method);
        return serializer.bind(contract, new MessageShape(Role.PARAMETERS, contract.parameters()));
    }

    Codec result(String method) {
        MethodContract contract = method(method);
        return serializer.bind(contract, new MessageShape(Role.RESULT, contract.result()));
    }

    private MethodContract method(String name) {
        return Objects.requireNonNull(service.method(name), name);
    }

    static String write(Codec codec, @Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(4);
        out.write(0x5a);
        codec.encode(value, out);
        return HexFormat.of().formatHex(Arrays.copyOfRange(out.array(), 1, out.position()));
    }

    /** Reads amid other bytes. */
    static @Nullable Object read(Codec codec, String hex) throws IOException {
        byte[] array = HexFormat.of().parseHex("5a" + hex + "5a");
        MessageInput in = new MessageInput();
        in.reset(array, 1, array.length - 2);
        return codec.decode(in);
    }
}
