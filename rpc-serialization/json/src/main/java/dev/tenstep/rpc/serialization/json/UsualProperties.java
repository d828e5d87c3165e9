package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializer;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.ser.BeanSerializer;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ObjectModel;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether Jackson reads and writes the properties of an object as its model does: the same ones, by the same
 * accessors, and nothing else.
 */
final class UsualProperties {
    private final ObjectModel model;

    private UsualProperties(ObjectModel model) {
        this.model = model;
    }

    /** Returns the names in the order in which Jackson writes them; null if anything is unusual. */
    static @Nullable List<String> of(
            ObjectModel model, JsonSerializer<Object> serializer, JsonDeserializer<Object> deserializer) {
        UsualProperties properties = new UsualProperties(model);
        boolean usual = serializer.getClass() == BeanSerializer.class
                && deserializer.getClass() == BeanDeserializer.class
                && (model.kind() != ObjectModel.Kind.BEAN
                        || properties.areSet(((BeanDeserializer) deserializer).properties()));
        return usual ? properties.written(serializer.properties()) : null;
    }

    private @Nullable List<String> written(Iterator<PropertyWriter> writers) {
        List<String> names = new ArrayList<>();
        while (writers.hasNext()) {
            PropertyWriter writer = writers.next();
            FieldModel field = field(writer.getName());
            if (field == null || !isGetter(writer.getMember().getMember(), field)) {
                return null;
            }
            names.add(writer.getName());
        }
        return names;
    }

    private boolean areSet(Iterator<SettableBeanProperty> properties) {
        while (properties.hasNext()) {
            SettableBeanProperty property = properties.next();
            FieldModel field = field(property.getName());
            if (field == null || !isSetter(property.getMember().getMember(), field)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable FieldModel field(String name) {
        return model.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private boolean isGetter(Member member, FieldModel field) {
        return isOnly(member, accessors(field, 0, "get", "is"), Method::getReturnType, field);
    }

    private boolean isSetter(Member member, FieldModel field) {
        return isOnly(member, accessors(field, 1, "set", "with"), setter -> setter.getParameterTypes()[0], field);
    }

    /** Returns whether Jackson's accessor is the only one there is, of the field's type; a field if there is none. */
    private static boolean isOnly(
            Member member, List<Method> accessors, Function<Method, Class<?>> type, FieldModel field) {
        if (accessors.isEmpty()) {
            return member instanceof Field;
        }
        Method only = accessors.get(0);
        return accessors.size() == 1
                && only.equals(member)
                && type.apply(only).isAssignableFrom(field.type().rawType());
    }

    /** Returns everything that could be taken for an accessor of a field. */
    private List<Method> accessors(FieldModel field, int parameters, String... prefixes) {
        String name = field.javaName();
        String upper = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Set<String> names = new HashSet<>(Set.of(name));
        for (String prefix : prefixes) {
            names.add(prefix + upper);
            names.add(prefix + name);
        }
        return Arrays.stream(model.rawType().getMethods())
                .filter(method -> names.contains(method.getName())
                        && method.getParameterCount() == parameters
                        && !method.isBridge()
                        && !Modifier.isStatic(method.getModifiers()))
                .toList();
    }
}
