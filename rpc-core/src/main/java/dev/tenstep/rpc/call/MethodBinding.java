package dev.tenstep.rpc.call;

import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.StreamParameter;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method bound to a serializer: everything about its messages that can be known before a call. Immutable.
 *
 * @param id the number by which a client's connections know it, from 0; not used on a server
 * @param method the method
 * @param serializer the serializer's name
 * @param fingerprint of the method's types, for the server to compare; empty where the format describes itself
 * @param parameters writes and reads the {@code Object[]} of the parameters
 * @param result writes and reads the result, or an element of it where it is a stream
 * @param element writes and reads an element of the stream parameter; null without one
 * @param exceptions one codec for each of the method's declared exceptions, in their order
 * @param details of its other failures
 * @param failures the log for exceptions of user code
 */
public record MethodBinding(
        int id,
        MethodContract method,
        String serializer,
        byte[] fingerprint,
        Codec parameters,
        Codec result,
        @Nullable Codec element,
        List<Codec> exceptions,
        Details details,
        FailureLog failures) {

    /**
     * Binds a method.
     *
     * @throws ContractException if the serializer cannot carry one of the method's types
     */
    public static MethodBinding bind(int id, MethodContract method, Serializer serializer) {
        FailureLog failures = new FailureLog();
        List<Codec> exceptions = new ArrayList<>();
        for (ObjectModel exception : method.exceptions()) {
            exceptions.add(serializer.bind(method, new MessageShape(Role.EXCEPTION, exception)));
        }
        StreamParameter stream = method.stream();
        return new MethodBinding(
                id,
                method,
                serializer.name(),
                serializer.fingerprint(method),
                parameters(method, serializer),
                serializer.bind(method, new MessageShape(Role.RESULT, method.result())),
                stream == null ? null : serializer.bind(method, new MessageShape(Role.ELEMENT, stream.element())),
                List.copyOf(exceptions),
                new Details(method, serializer, failures),
                failures);
    }

    private static Codec parameters(MethodContract method, Serializer serializer) {
        Codec codec = serializer.bind(method, new MessageShape(Role.PARAMETERS, method.parameters()));
        FieldModel request = method.parameters().soleMessage();
        return request == null ? codec : new RequestCodec(codec, request);
    }

    /** Identity: a binding equals only itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
