package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A constructor each of whose parameters an exception can give back: "message" by {@code getMessage}, others by the accessor
 * of their name; "cause" is passed null, since causes stay at home. Without parameter names (the JDK's have none)
 * {@code (String)} and {@code (String, Throwable)} are taken for message and cause.
 *
 * @param cause the index of the cause among the parameters, or -1
 */
record ExceptionConstructor(Constructor<?> constructor, List<Member> members, int cause) {
    private static final String MESSAGE = "message";
    private static final String CAUSE = "cause";

    /** The constructor if it matches, otherwise null. */
    static @Nullable ExceptionConstructor match(Constructor<?> constructor) {
        Parameter[] parameters = constructor.getParameters();
        List<Member> members = new ArrayList<>();
        int cause = -1;
        for (int i = 0; i < parameters.length; i++) {
            String name = name(parameters[i], i);
            if (CAUSE.equals(name) && Throwable.class.isAssignableFrom(parameters[i].getType())) {
                cause = i;
                continue;
            }
            Member member = name == null ? null : member(constructor, parameters[i], name);
            if (member == null) {
                return null;
            }
            members.add(member);
        }
        return new ExceptionConstructor(constructor, List.copyOf(members), cause);
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
        return Member.of(name, type, parameter, t -> Accessors.getter(accessor, t));
    }

    boolean takesCause() {
        return cause >= 0;
    }

    /** The names of what it restores. */
    Set<String> fieldNames() {
        return members.stream().map(Member::name).collect(Collectors.toSet());
    }

    /** {@code (P1, P2, ...)Object} without the cause. */
    MethodHandle handle() {
        MethodHandle handle = Accessors.constructor(constructor);
        return takesCause() ? MethodHandles.insertArguments(handle, cause, (Object) null) : handle;
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
