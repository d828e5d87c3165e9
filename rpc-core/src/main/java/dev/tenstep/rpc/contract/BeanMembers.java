package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the properties of a bean: the fields that are neither static nor transient, in declaration order, the
 * superclass's first. Each needs a public getter and a public setter, or must be public itself.
 */
final class BeanMembers {
    private final BoundType bean;
    private final Faults faults;
    private final Map<TypeVariable<?>, BoundType> variables;
    private final List<Member> found = new ArrayList<>();
    private boolean inherited;

    BeanMembers(BoundType bean, Faults faults) {
        this.bean = bean;
        this.faults = faults;
        this.variables = bean.inherited();
    }

    List<Member> list() {
        addOf(bean);
        if (inherited) {
            found.stream()
                    .filter(m -> m.field() == null || m.field().value() == Field.BY_PLACE)
                    .forEach(this::lacksNumber);
        }
        return found;
    }

    private void addOf(BoundType type) {
        BoundType parent = BoundType.of(type.raw().getGenericSuperclass(), type.variables());
        if (parent.raw() != Object.class) {
            addOf(parent);
        }
        for (java.lang.reflect.Field field : type.raw().getDeclaredFields()) {
            if (!field.isSynthetic() && (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                inherited |= type.raw() != bean.raw();
                add(field, BoundType.of(field.getGenericType(), type.variables()));
            }
        }
    }

    private void add(java.lang.reflect.Field field, BoundType type) {
        PropertyReader reader = PropertyReader.find(bean.raw(), variables, field.getName(), type);
        Function<Class<?>, MethodHandle> getter = getter(field, reader);
        Function<Class<?>, MethodHandle> setter = setter(field);
        if (getter == null || setter == null) {
            lacksAccessor(field.getName(), getter == null, setter == null);
            return;
        }
        Member member = new Member(
                field.getName(),
                type,
                field.getAnnotation(Field.class),
                field.getAnnotation(Wire.class),
                getter,
                setter);
        found.add(member.orAnnotated(reader == null ? null : reader.accessor()));
    }

    private static @Nullable Function<Class<?>, MethodHandle> getter(
            java.lang.reflect.Field field, @Nullable PropertyReader reader) {
        if (reader != null) {
            return reader.handle();
        }
        return Modifier.isPublic(field.getModifiers()) ? type -> Accessors.getter(field, type) : null;
    }

    private @Nullable Function<Class<?>, MethodHandle> setter(java.lang.reflect.Field field) {
        Method mutator = AccessorNames.setter(bean.raw(), field.getName(), field.getType());
        if (mutator != null) {
            return type -> Accessors.setter(mutator, type);
        }
        boolean open = Modifier.isPublic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers());
        return open ? type -> Accessors.setter(field, type) : null;
    }

    private void lacksAccessor(String name, boolean getter, boolean setter) {
        String lacking = getter && setter ? "getter and no setter" : getter ? "getter" : "setter";
        faults.addType(
                bean + "." + name, "has no " + lacking + " (expected: public accessors, or make the field transient)");
    }

    /**
     * Reports a field without a number where reflection promises no order, since moving a field between the classes
     * would renumber the others.
     */
    private void lacksNumber(Member member) {
        faults.addType(
                bean + "." + member.name(),
                "has no number (expected: @Field on each field, since the superclass has fields)");
    }
}
