package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The messages of the one call whose bytes a {@link ProtocolContract} gives. */
final class ProtocolMessages {
    private ProtocolMessages() {}

    private static MethodBinding next() {
        MethodContract method = ServiceContract.of(ProtocolContract.Pieces.class).methods().stream()
                .filter(each -> each.name().equals("next"))
                .findFirst()
                .orElseThrow();
        return MethodBinding.bind(0, method, new TinySerializer());
    }

    static byte[] fingerprint() {
        return next().fingerprint();
    }

    static byte[] parameters() {
        return bytes(next().parameters(), new Object[] {1});
    }

    static byte[] result() {
        return bytes(next().result(), 2);
    }

    private static byte[] bytes(Codec codec, Object value) {
        MessageOutput out = new MessageOutput(64);
        try {
            codec.encode(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
