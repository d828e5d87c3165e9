package dev.tenstep.rpc.serialization.protobuf;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a type of object, and the way to make one.
 *
 * @param members in the order in which the constructor takes them
 * @param bean whether the constructor takes nothing and the setters do the rest
 * @param constructor for a bean {@code ()Object}, otherwise {@code (type1, type2, ...)Object}
 */
record ObjectPlan(String name, List<Member> members, boolean bean, MethodHandle constructor) {

    /**
     * A field and its accessors.
     *
     * @param type a primitive type or Object
     * @param getter {@code (Object)type}
     * @param setter {@code (Object, type)void}; null unless of a bean
     */
    record Member(int number, FieldCodec codec, Class<?> type, MethodHandle getter, @Nullable MethodHandle setter) {

        /** Makes one of accessors that have the field's own type. */
        static Member of(int number, FieldCodec codec, MethodHandle getter, @Nullable MethodHandle setter) {
            Class<?> type = erased(getter.type().returnType());
            return new Member(
                    number,
                    codec,
                    type,
                    cast(getter, MethodType.methodType(type, Object.class)),
                    setter == null ? null : cast(setter, MethodType.methodType(void.class, Object.class, type)));
        }
    }

    /** Makes a plan with a constructor that takes the fields' own types. */
    static ObjectPlan of(String name, List<Member> members, boolean bean, MethodHandle constructor) {
        Class<?>[] types =
                bean ? new Class<?>[0] : members.stream().map(Member::type).toArray(Class<?>[]::new);
        return new ObjectPlan(name, members, bean, cast(constructor, MethodType.methodType(Object.class, types)));
    }

    /** Adapts a handle; what it takes as an interface is passed on without a look at its class, which takes time. */
    private static MethodHandle cast(MethodHandle handle, MethodType type) {
        return MethodHandles.explicitCastArguments(handle, type);
    }

    private static Class<?> erased(Class<?> type) {
        return type.isPrimitive() ? type : Object.class;
    }

    /** Returns the members' indexes in the order of their numbers, in which they are written. */
    int[] order() {
        return IntStream.range(0, members.size())
                .boxed()
                .sorted((i, k) ->
                        Integer.compare(members.get(i).number(), members.get(k).number()))
                .mapToInt(i -> i)
                .toArray();
    }
}
