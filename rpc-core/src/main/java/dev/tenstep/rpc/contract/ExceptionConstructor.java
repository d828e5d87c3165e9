package dev.tenstep.rpc.contract;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A constructor each of whose parameters an exception can give back: "message" by {@code getMessage}, others by the accessor
 * of their name; "cause" is passed null, since causes stay at home. What has no accessor of its name is the message if it is the
 * first String, and the cause if it is the first Throwable. Without parameter names (the JDK's have none) {@code (String)} and
 * {@code (String, Throwable)} are taken for message and cause. Of a {@code getMessage} that adds to its superclass's the latter
 * crosses, for the former is called again at the client. What takes a cause and no message may make its message of the cause, so
 * that the message crosses beside the parameters.
 *
 * @param members what crosses: the parameters but the cause, and the message behind them if none of them is
 * @param message its index among the members, or -1
 * @param cause the index of the cause among the parameters, or -1
 * @param names of the parameters
 */
record ExceptionConstructor(
        Constructor<?> constructor, List<Member> members, int message, int cause, Set<String> names) {
    private static final String MESSAGE = "message";
    private static final String CAUSE = "cause";

    /** The constructor if it matches, otherwise null. */
    static @Nullable ExceptionConstructor match(Constructor<?> constructor) {
        Parameter[] parameters = constructor.getParameters();
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean told = false;
        int cause = -1;
        int message = -1;
        for (int i = 0; i < parameters.length; i++) {
            told |= MESSAGE.equals(name(parameters[i], i));
        }
        for (int i = 0; i < parameters.length; i++) {
            String name = name(parameters[i], i);
            Member member = name == null ? null : member(constructor, parameters[i], name);
            if (name != null && cause < 0 && isCause(parameters[i], member == null || name.equals(CAUSE))) {
                cause = i;
            } else if (member == null && name != null && !told && parameters[i].getType() == String.class) {
                told = true;
                message = members.size();
                members.add(requireNonNull(member(constructor, parameters[i], MESSAGE)));
            } else if (member == null) {
                return null;
            } else {
                message = isMessage(name, parameters[i]) ? members.size() : message;
                members.add(member);
            }
            names.add(name);
        }
        if (cause >= 0 && message < 0 && !names.contains(MESSAGE)) {
            message = members.size();
            members.add(message(constructor.getDeclaringClass()));
        }
        return new ExceptionConstructor(constructor, List.copyOf(members), message, cause, names);
    }

    private static boolean isMessage(String name, Parameter parameter) {
        return name.equals(MESSAGE) && parameter.getType() == String.class;
    }

    private static boolean isCause(Parameter parameter, boolean noProperty) {
        return noProperty && Throwable.class.isAssignableFrom(parameter.getType());
    }

    private static @Nullable String name(Parameter parameter, int index) {
        Param given = parameter.getAnnotation(Param.class);
        if (given != null) {
            return given.value();
        }
        if (parameter.isNamePresent()) {
            return parameter.getName();
        }
        if (parameter.getType() == String.class && index == 0) {
            return parameter.getDeclaringExecutable().getParameterCount() <= 2 ? MESSAGE : null;
        }
        return parameter.getType() == Throwable.class && index == 1 ? CAUSE : null;
    }

    private static @Nullable Member member(Constructor<?> constructor, Parameter parameter, String name) {
        Class<?> owner = constructor.getDeclaringClass();
        Method accessor = AccessorNames.getter(owner, name, parameter.getType());
        if (accessor == null) {
            return null;
        }
        BoundType type = BoundType.of(parameter.getParameterizedType(), Map.of());
        if (isMessage(name, parameter)) {
            boolean kept = hasField(owner, MESSAGE) || hasField(owner, parameter.getName());
            return Member.of(name, type, parameter, t -> text(owner, accessor, kept));
        }
        return Member.of(name, type, parameter, t -> Accessors.getter(accessor, t));
    }

    /** The message of an exception whose constructor does not take it. */
    private static Member message(Class<?> owner) {
        Method accessor = requireNonNull(AccessorNames.getter(owner, MESSAGE, String.class), "getMessage");
        BoundType type = BoundType.of(String.class, Map.of());
        return new Member(MESSAGE, type, null, null, t -> text(owner, accessor, hasField(owner, MESSAGE)), null);
    }

    /**
     * {@code (Object)String}: the message, which is for people, and crosses whatever is in it.
     *
     * @param kept in a field of the exception, and not given to its superclass
     */
    private static MethodHandle text(Class<?> owner, Method accessor, boolean kept) {
        boolean decorated = isOwn(accessor.getDeclaringClass()) && !kept;
        return Accessors.wellFormed(
                decorated
                        ? Accessors.inheritedMessage(firstOwn(owner), accessor)
                        : Accessors.getter(accessor, String.class));
    }

    private static boolean hasField(Class<?> owner, String name) {
        return Stream.<Class<?>>iterate(owner, ExceptionConstructor::isOwn, c -> c.getSuperclass())
                .flatMap(c -> Arrays.stream(c.getDeclaredFields()))
                .anyMatch(f -> f.getName().equals(name));
    }

    /** The class that extends one of the JDK's. */
    private static Class<?> firstOwn(Class<?> exception) {
        Class<?> first = exception;
        while (isOwn(first.getSuperclass())) {
            first = first.getSuperclass();
        }
        return first;
    }

    private static boolean isOwn(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader();
    }

    boolean takesCause() {
        return cause >= 0;
    }

    /** The names of what it restores. */
    Set<String> fieldNames() {
        return names;
    }

    /** Whether the message crosses beside the parameters, and no cause can stand in to give it back. */
    boolean losesMessage() {
        return takesCause()
                && message == constructor.getParameterCount() - 1
                && !ExceptionMaker.canStandInFor(constructor.getParameterTypes()[cause]);
    }

    /** As its source has it: {@code NotFound(String, long)}. */
    @Override
    public String toString() {
        return constructor.getDeclaringClass().getSimpleName()
                + Arrays.stream(constructor.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
