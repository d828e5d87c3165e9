package dev.tenstep.rpc.contract;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Words the reason that a type cannot be sent, to follow its name and a colon. */
final class Refusals {
    static final String STREAM = "a stream is not supported here (expected: Flow.Publisher<T> or"
            + " java.util.stream.Stream<T> as a method's result or parameter)";
    private static final String EXPECTED_CONCRETE =
            " (expected: a record, a class with a no-argument constructor or one that names its properties, or a sealed"
                    + " interface)";

    private static final int MOST_VALUES = 250;

    private Refusals() {}

    /** The reason that a type is invalid as written, or null. */
    static @Nullable String ofShape(BoundType type, int deepestArguments) {
        if (type.flaw() != null) {
            return type.flaw().contains("?")
                    ? "a wildcard names no type (expected: the type itself)"
                    : "the type variable is bound to no type (expected: an interface that binds it)";
        }
        if (type.lacksArguments()) {
            return "a raw type (expected: its type arguments as well)";
        }
        if (type.depth() > deepestArguments) {
            return "type arguments that nest deeper than " + deepestArguments
                    + " (expected: a generic type that contains itself with the same arguments)";
        }
        return null;
    }

    /** The reason that no value of that class can be sent, or null if it is a record, a bean or sealed. */
    static @Nullable String ofClass(Class<?> type) {
        String known = ofKnown(type);
        if (known != null) {
            return known;
        }
        if (type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader()) {
            return "not a supported JDK type (expected: a type of java.time, BigDecimal, BigInteger, UUID, URI,"
                    + " Locale, Currency, a collection, or a record of your own)";
        }
        return ofDeclaration(type);
    }

    private static @Nullable String ofKnown(Class<?> type) {
        if (type == Object.class) {
            return "can be anything" + EXPECTED_CONCRETE;
        }
        if (type == void.class || type == Void.class) {
            return "has no value (expected: only as a result)";
        }
        if (isStream(type)) {
            return STREAM;
        }
        if (Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)) {
            return "a future is not supported here (expected: CompletionStage<T> or CompletableFuture<T> as a method's"
                    + " result)";
        }
        if (Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return "not a supported collection (expected: " + CollectionTypes.EXPECTED + ")";
        }
        if (Throwable.class.isAssignableFrom(type)) {
            return "an exception is sent only when thrown (expected: the type in a throws clause)";
        }
        return null;
    }

    private static @Nullable String ofDeclaration(Class<?> type) {
        boolean isAbstract = Modifier.isAbstract(type.getModifiers());
        if (type.isSealed()) {
            return isAbstract ? null : "a sealed class that is not abstract (expected: a sealed interface)";
        }
        if (type.isInterface()) {
            return "an open interface: its implementations are not known" + EXPECTED_CONCRETE;
        }
        if (isAbstract) {
            return "an abstract class: its subclasses are not known" + EXPECTED_CONCRETE;
        }
        boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        if (inner || ((type.isLocalClass() || type.isAnonymousClass()) && !type.isRecord())) {
            return "an inner class cannot be made without its outer object (expected: a static nested class or a record)";
        }
        return null;
    }

    /**
     * The reason that this many values cannot be passed in one call, or null: the JVM has room for 255, and handles
     * take some of it.
     */
    static @Nullable String ofValues(List<Class<?>> types) {
        int room = types.stream()
                .mapToInt(type -> type == long.class || type == double.class ? 2 : 1)
                .sum();
        return room <= MOST_VALUES
                ? null
                : "takes " + types.size() + " values at once (expected: up to " + MOST_VALUES
                        + ", a long or double counting twice; put some of them into a record of their own)";
    }

    /** The reason that a member which the JVM keeps closed is a fault. */
    static String unreachable(InaccessibleObjectException e) {
        return "cannot be reached: " + e.getMessage() + " (expected: its package opened to dev.tenstep.rpc)";
    }

    private static boolean isStream(Class<?> type) {
        return Flow.Publisher.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type);
    }

    /**
     * Returns whether it is a class made by protobuf's compiler. Recognized by name, since this package knows no
     * format.
     */
    static boolean isForeign(Class<?> type) {
        return !type.isInterface() && !Modifier.isAbstract(type.getModifiers()) && extendsMessage(type);
    }

    private static boolean extendsMessage(@Nullable Class<?> type) {
        if (type == null) {
            return false;
        }
        if (type.getName().equals("com.google.protobuf.MessageLite")) {
            return true;
        }
        for (Class<?> parent : type.getInterfaces()) {
            if (extendsMessage(parent)) {
                return true;
            }
        }
        return extendsMessage(type.getSuperclass());
    }
}
