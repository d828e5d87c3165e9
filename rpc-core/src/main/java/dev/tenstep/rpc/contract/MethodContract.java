package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One method of a service, verified. Immutable.
 *
 * @param type the service's interface, which may inherit the method
 * @param service the service's wire name
 * @param name the method's wire name, unique in its service
 * @param rpcName the method's name in a {@code .proto} and in gRPC
 * @param method the method that the interface declares or inherits
 * @param style the way in which the caller gets the result
 * @param parameters the parameters as one object, its value an {@code Object[]} in their order, without the stream
 * @param stream the parameter that is a stream; null if there is none
 * @param result the content of the reply: the return type, the type of the stage's value, or an element of the stream;
 *     {@code void} is a scalar. A primitive is its boxed type, so that a method and its async twin have the same
 *     messages
 * @param exceptions the declared checked or unchecked exceptions of {@code throws}, sorted by class name
 * @param timeoutNanos from {@link Timeout}; 0 without one
 * @param idempotent marked {@link Idempotent}
 * @param sideEffectFree marked so, and as one without {@link Idempotent#sideEffects()}
 * @param adapter for a method that returns another library's type in place of a stage or a publisher
 * @param nonBlocking marked {@link NonBlocking}, itself or its interface
 */
public record MethodContract(
        Class<?> type,
        String service,
        String name,
        String rpcName,
        Method method,
        Style style,
        ObjectModel parameters,
        @Nullable StreamParameter stream,
        TypeModel result,
        List<ObjectModel> exceptions,
        long timeoutNanos,
        boolean idempotent,
        boolean sideEffectFree,
        @Nullable ReturnAdapter adapter,
        boolean nonBlocking) {

    /** The way in which the caller gets the result. */
    public enum Style {
        /** The method returns it. */
        BLOCKING,
        /** The method returns a {@code CompletionStage} or {@code CompletableFuture} of it. */
        ASYNC,
        /** The method returns a {@code Flow.Publisher} of it, a stream. */
        PUBLISHER,
        /** The method returns a {@code java.util.stream.Stream} of it, which blocks its consumer. */
        STREAM
    }

    /**
     * A stream parameter.
     *
     * @param index its place among all parameters
     * @param blocking true for a {@code java.util.stream.Stream}, false for a {@code Flow.Publisher}
     * @param element the type of its elements
     * @param adapter for another library's publisher
     */
    public record StreamParameter(
            int index, String name, boolean blocking, TypeModel element, @Nullable ReturnAdapter adapter) {}

    /**
     * A type whose annotations apply to a method.
     *
     * @param method the type's own declaration of the method; null if it has none
     */
    public record Declaration(Class<?> type, @Nullable Method method) {}

    /**
     * All types whose annotations apply to the method: the service's interface and those that it extends, then the
     * handler's class with its superclasses and their interfaces, except other services.
     *
     * @param handler the class of the service's implementation; the interface itself if that is unknown
     */
    public List<Declaration> declarations(Class<?> handler) {
        return Declarations.of(this, handler);
    }

    /** Returns whether the result is a stream. */
    public boolean resultStreams() {
        return style == Style.PUBLISHER || style == Style.STREAM;
    }

    /** Returns whether the result is a primitive, and so never null. */
    public boolean resultIsPrimitive() {
        Class<?> returned = method.getReturnType();
        return returned.isPrimitive() && returned != void.class;
    }

    /** Returns whether its calls carry a stream, in one direction at least. */
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
     * The wire name of the declared exception at that index: its class's, without package and outer classes, or the one
     * in {@link Field#name()}. If several share a name, the second in the list's order is {@code Name#2}. Peers that
     * declare different ones agree on those in common.
     */
    public String exceptionName(int index) {
        String name = exceptions.get(index).wireName();
        long same = exceptions.subList(0, index).stream()
                .filter(other -> other.wireName().equals(name))
                .count();
        return same == 0 ? name : name + "#" + (same + 1);
    }

    /** The index of the declared exception with that wire name, or -1. */
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
