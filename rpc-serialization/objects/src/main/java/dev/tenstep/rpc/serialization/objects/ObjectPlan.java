package dev.tenstep.rpc.serialization.objects;

import dev.tenstep.rpc.contract.ObjectModel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to read the fields of an object and to make an object of their values, with handles that differ in nothing but
 * primitive types. A record, an immutable class, a method's parameters and an exception are made by their constructor, a
 * bean by its setters.
 *
 * @param name for logs
 * @param members in the order in which the constructor takes them
 * @param bean whether the constructor takes nothing and the setters do the rest
 * @param constructor for a bean {@code ()Object}, otherwise {@code (type1, type2, ...)Object}
 */
public record ObjectPlan(String name, List<Member> members, boolean bean, MethodHandle constructor) {

    /**
     * A field and its accessors.
     *
     * @param type a primitive type or Object
     * @param getter {@code (Object)type}
     * @param setter {@code (Object, type)void}; null unless of a bean
     */
    public record Member(Class<?> type, MethodHandle getter, @Nullable MethodHandle setter) {

        /** Makes one of accessors that have the field's own type. */
        public static Member of(MethodHandle getter, @Nullable MethodHandle setter) {
            Class<?> type = erased(getter.type().returnType());
            return new Member(
                    type,
                    cast(getter, MethodType.methodType(type, Object.class)),
                    setter == null ? null : cast(setter, MethodType.methodType(void.class, Object.class, type)));
        }

        /** Returns the primitive type's name as methods have it: {@code Int}, as in {@code readInt}. */
        public String primitiveName() {
            String name = type.getName();
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }
    }

    /** Makes the plan of a type; its members are in the order of the model's fields. */
    public static ObjectPlan of(ObjectModel model) {
        List<Member> members = model.fields().stream()
                .map(field -> Member.of(field.getter(), field.setter()))
                .toList();
        return of(model.typeName(), members, model.kind() == ObjectModel.Kind.BEAN, model.constructor());
    }

    /** Makes a plan with a constructor that takes the fields' own types. */
    public static ObjectPlan of(String name, List<Member> members, boolean bean, MethodHandle constructor) {
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
}
