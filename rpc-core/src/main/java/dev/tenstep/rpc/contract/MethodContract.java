package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.util.List;

/**
 * One method of a service, verified. Immutable.
 *
 * @param type the service's interface, which may inherit the method
 * @param service the service's name on the wire
 * @param name the method's name on the wire, unique in its service
 * @param method what the interface declares or inherits
 * @param style how the caller gets the result
 * @param parameters the parameters as one object, its value an {@code Object[]} in their order
 * @param result what the reply carries: the return type, or what its stage completes with; {@code void} is a scalar
 * @param exceptions the declared checked or unchecked exceptions of {@code throws}, sorted by class name
 * @param timeoutNanos from {@link Timeout}; 0 without one
 * @param idempotent marked {@link Idempotent}
 * @param nonBlocking marked {@link NonBlocking}, itself or its interface
 */
public record MethodContract(
        Class<?> type,
        String service,
        String name,
        Method method,
        Style style,
        ObjectModel parameters,
        TypeModel result,
        List<ObjectModel> exceptions,
        long timeoutNanos,
        boolean idempotent,
        boolean nonBlocking) {

    /** How the caller gets the result. */
    public enum Style {
        /** The method returns it. */
        BLOCKING,
        /** The method returns a {@code CompletionStage} or {@code CompletableFuture} of it. */
        ASYNC
    }

    /** The interface's simple name and the method: {@code Users.find}. */
    public String displayName() {
        return type.getSimpleName() + "." + name;
    }

    @Override
    public String toString() {
        return service + "/" + name;
    }
}
