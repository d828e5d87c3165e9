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
 * A constructor whose every parameter an exception can give back: "message" by {@code getMessage}, others by the
 * accessor of their name; "cause" is passed null, since causes are not sent. A parameter without an accessor of its
 * name is the message if it is the first String, and the cause if it is the first Throwable. Without parameter names
 * (the JDK's have none) {@code (String)} and {@code (String, Throwable)} are taken for message and cause. If {@code
 * getMessage} adds to its superclass's message, the latter is sent, since the former is called again on the client. A
 * constructor that takes a cause and no message may derive its message from the cause, so the message is sent beside
 * the parameters.
 *
 * @param members the members that are sent: the parameters except the cause, then the message if it is not among them
 * @param message the message's index among the members, or -1
 * @param cause the index of the cause among the parameters, or -1
 * @param names the names of the parameters
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
        boolean messageTaken = false;
        int cause = -1;
        int message = -1;
        for (int i = 0; i < parameters.length; i++) {
            messageTaken |= MESSAGE.equals(name(parameters[i], i));
        }
        for (int i = 0; i < parameters.length; i++) {
            String name = name(parameters[i], i);
            Member member = name == null ? null : member(constructor, parameters[i], name);
            if (name != null && cause < 0 && isCause(parameters[i], member == null || name.equals(CAUSE))) {
                cause = i;
            } else if (member == null && name != null && !messageTaken && parameters[i].getType() == String.class) {
                messageTaken = true;
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
     * The handle {@code (Object)String} of the message, which is for people, and is sent whatever it contains.
     *
     * @param kept true if a field of the exception holds it, and it is not given to the superclass
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

    /** The class in the hierarchy that directly extends one of the JDK's. */
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

    /** The names of the fields that it restores. */
    Set<String> fieldNames() {
        return names;
    }

    /** Returns whether the message is sent beside the parameters, and no stand-in for the cause can restore it. */
    boolean losesMessage() {
        return takesCause()
                && message == constructor.getParameterCount() - 1
                && !ExceptionMaker.canStandInFor(constructor.getParameterTypes()[cause]);
    }

    /** The constructor as in source: {@code NotFound(String, long)}. */
    @Override
    public String toString() {
        return constructor.getDeclaringClass().getSimpleName()
                + Arrays.stream(constructor.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
