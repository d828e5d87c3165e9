package dev.tenstep.rpc.contract;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A constructor of an immutable class, and the properties that its parameters are named after.
 *
 * @param names the names of the parameters; null if unknown
 * @param members the parameters that are properties, in order
 * @param unread the names of the others
 * @param lost the fields that it does not take
 */
record ValueConstructor(
        Constructor<?> constructor,
        @Nullable List<String> names,
        List<Member> members,
        Set<String> unread,
        Set<String> lost) {

    static ValueConstructor of(Constructor<?> constructor, BoundType type) {
        Map<String, java.lang.reflect.Field> fields = fields(type.raw());
        Set<String> lost = new TreeSet<>(fields.keySet());
        List<String> names = ParameterNames.of(constructor);
        List<Member> members = new ArrayList<>();
        Set<String> unread = new TreeSet<>();
        Parameter[] parameters = constructor.getParameters();
        if (names == null || names.size() != parameters.length) {
            return new ValueConstructor(constructor, null, List.of(), unread, lost);
        }
        Map<TypeVariable<?>, BoundType> variables = type.inherited();
        for (int i = 0; i < parameters.length; i++) {
            String name = names.get(i);
            Member member = member(type.raw(), variables, parameters[i], name, fields.get(name));
            if (member == null) {
                unread.add(name);
            } else {
                members.add(member);
            }
            lost.remove(name);
        }
        return new ValueConstructor(constructor, names, members, unread, lost);
    }

    /** The fields by their names, the superclasses' first, without static, transient and synthetic ones. */
    static Map<String, java.lang.reflect.Field> fields(Class<?> type) {
        Map<String, java.lang.reflect.Field> fields = new LinkedHashMap<>();
        if (type.getSuperclass() != Object.class) {
            fields.putAll(fields(type.getSuperclass()));
        }
        for (java.lang.reflect.Field field : type.getDeclaredFields()) {
            if (!field.isSynthetic() && (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                fields.put(field.getName(), field);
            }
        }
        return fields;
    }

    private static @Nullable Member member(
            Class<?> owner,
            Map<TypeVariable<?>, BoundType> variables,
            Parameter parameter,
            String name,
            java.lang.reflect.@Nullable Field field) {
        BoundType type = type(parameter, variables, field);
        PropertyReader reader = PropertyReader.find(owner, variables, name, type);
        boolean open = field != null && Modifier.isPublic(field.getModifiers());
        if (reader == null && !open) {
            return null;
        }
        Member member = new Member(
                name,
                type,
                parameter.getAnnotation(Field.class),
                parameter.getAnnotation(Wire.class),
                reader == null ? raw -> Accessors.getter(field, raw) : reader.handle(),
                null);
        return member.orAnnotated(field).orAnnotated(reader == null ? null : reader.accessor());
    }

    /**
     * The field's type if the parameter accepts it: Kotlin has {@code List<? extends Shape>} for the parameter of a
     * {@code List<Shape>}, and Java programs a Collection for what they copy into a List.
     */
    private static BoundType type(
            Parameter parameter, Map<TypeVariable<?>, BoundType> variables, java.lang.reflect.@Nullable Field field) {
        return field != null && parameter.getType().isAssignableFrom(field.getType())
                ? BoundType.of(field.getGenericType(), variables)
                : BoundType.of(parameter.getParameterizedType(), variables);
    }

    /** Returns whether each parameter is a property, and no field is left out. */
    boolean whole() {
        return names != null && unread.isEmpty() && lost.isEmpty();
    }

    /** The constructor as in source: {@code Range(int, int)}. */
    @Override
    public String toString() {
        return constructor.getDeclaringClass().getSimpleName()
                + Arrays.stream(constructor.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
