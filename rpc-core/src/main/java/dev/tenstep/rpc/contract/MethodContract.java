package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One method of a service, verified. Immutable.
 *
 * @param type the service's interface, which may inherit the method
 * @param service the service's name on the wire
 * @param name the method's name on the wire, unique in its service
 * @param method what the interface declares or inherits
 * @param style how the caller gets the result
 * @param parameters the parameters as one object, its value an {@code Object[]} in their order, without the stream
 * @param stream the parameter that is a stream; null if there is none
 * @param result what the reply carries: the return type, what its stage completes with, or an element of its stream; {@code
 *     void} is a scalar. A primitive is its boxed type, so that a method and its async twin have the same messages
 * @param exceptions the declared checked or unchecked exceptions of {@code throws}, sorted by class name
 * @param timeoutNanos from {@link Timeout}; 0 without one
 * @param idempotent marked {@link Idempotent}
 * @param adapter where the method returns a type of another library that stands for a stage or a publisher
 * @param nonBlocking marked {@link NonBlocking}, itself or its interface
 */
public record MethodContract(
        Class<?> type,
        String service,
        String name,
        Method method,
        Style style,
        ObjectModel parameters,
        @Nullable StreamParameter stream,
        TypeModel result,
        List<ObjectModel> exceptions,
        long timeoutNanos,
        boolean idempotent,
        @Nullable ReturnAdapter adapter,
        boolean nonBlocking) {

    /** How the caller gets the result. */
    public enum Style {
        /** The method returns it. */
        BLOCKING,
        /** The method returns a {@code CompletionStage} or {@code CompletableFuture} of it. */
        ASYNC,
        /** The method returns a {@code Flow.Publisher} of it, a stream. */
        PUBLISHER,
        /** The method returns a {@code java.util.stream.Stream} of it, which blocks who takes elements. */
        STREAM
    }

    /**
     * A parameter that is a stream.
     *
     * @param index its place among all parameters
     * @param blocking whether it is a {@code java.util.stream.Stream}, else it is a {@code Flow.Publisher}
     * @param element what it is a stream of
     * @param adapter where it is the publisher of another library
     */
    public record StreamParameter(
            int index, String name, boolean blocking, TypeModel element, @Nullable ReturnAdapter adapter) {}

    /**
     * A type that has a say in a method, which annotations may stand on.
     *
     * @param method the type's own declaration of the method; null where it has none
     */
    public record Declaration(Class<?> type, @Nullable Method method) {}

    /**
     * All types that have a say in the method: the service's interface and those that it extends, then the handler's class
     * with its superclasses and what they implement, save other services.
     *
     * @param handler the class of what implements the service; the interface itself where that is not known
     */
    public List<Declaration> declarations(Class<?> handler) {
        return Declarations.of(this, handler);
    }

    /** Whether the result is a stream. */
    public boolean resultStreams() {
        return style == Style.PUBLISHER || style == Style.STREAM;
    }

    /** Whether null is no result of it: what it returns is a primitive. */
    public boolean resultIsPrimitive() {
        Class<?> returned = method.getReturnType();
        return returned.isPrimitive() && returned != void.class;
    }

    /** Whether its calls carry a stream, in one direction at least. */
    public boolean streams() {
        return stream != null || resultStreams();
    }

    /** The parameters as the method declares them, the stream in its place among the others. */
    public @Nullable Object[] withStream(@Nullable Object[] others, @Nullable Object given) {
        if (stream == null) {
            return others;
        }
        @Nullable Object[] all = new Object[others.length + 1];
        System.arraycopy(others, 0, all, 0, stream.index);
        all[stream.index] = given;
        System.arraycopy(others, stream.index, all, stream.index + 1, others.length - stream.index);
        return all;
    }

    /** The parameters without the stream. */
    public @Nullable Object[] withoutStream(@Nullable Object[] all) {
        if (stream == null) {
            return all;
        }
        @Nullable Object[] others = new Object[all.length - 1];
        System.arraycopy(all, 0, others, 0, stream.index);
        System.arraycopy(all, stream.index + 1, others, stream.index, others.length - stream.index);
        return others;
    }

    /**
     * The name on the wire of the declared exception at that index: its class's, without package and outer classes, or what
     * {@link Field#name()} says; where several share one, the second in the list's order is {@code Name#2}. Two ends that
     * declare different ones agree on those in common.
     */
    public String exceptionName(int index) {
        String name = exceptions.get(index).wireName();
        long same = exceptions.subList(0, index).stream()
                .filter(other -> other.wireName().equals(name))
                .count();
        return same == 0 ? name : name + "#" + (same + 1);
    }

    /** The index of the declared exception of that name on the wire, or -1. */
    public int exceptionIndex(String name) {
        for (int i = 0; i < exceptions.size(); i++) {
            if (exceptionName(i).equals(name)) {
                return i;
            }
        }
        return -1;
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
