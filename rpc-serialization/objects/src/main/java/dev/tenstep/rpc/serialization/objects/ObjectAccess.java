package dev.tenstep.rpc.serialization.objects;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and makes objects with boxed values, for where no class is generated. Used by many threads.
 */
public final class ObjectAccess {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, Object.class);

    private final boolean bean;
    /** {@code ()Object} for a bean, otherwise {@code (Object[])Object}. */
    private final MethodHandle maker;

    private final MethodHandle[] getters;
    private final @Nullable MethodHandle[] setters;

    /** Makes one of a plan. */
    public ObjectAccess(ObjectPlan plan) {
        List<ObjectPlan.Member> members = plan.members();
        getters = members.stream().map(member -> member.getter().asType(GETTER)).toArray(MethodHandle[]::new);
        setters = members.stream()
                .map(member -> member.setter() == null ? null : member.setter().asType(SETTER))
                .toArray(MethodHandle[]::new);
        bean = plan.bean();
        MethodHandle constructor = plan.constructor();
        maker = bean
                ? constructor
                : constructor.asType(constructor.type().generic()).asSpreader(Object[].class, members.size());
    }

    /** Returns the value of the member of that index; exceptions of the user's accessor pass through. */
    public @Nullable Object get(int index, Object object) throws Throwable {
        return (Object) getters[index].invokeExact(object);
    }

    /** Makes an object of the values of all members, in order; exceptions of users' code pass through. */
    public Object make(@Nullable Object[] values) throws Throwable {
        if (!bean) {
            return (Object) maker.invokeExact(values);
        }
        Object made = (Object) maker.invokeExact();
        for (int i = 0; i < values.length; i++) {
            MethodHandle setter = setters[i];
            if (setter != null) {
                setter.invokeExact(made, values[i]);
            }
        }
        return made;
    }
}
