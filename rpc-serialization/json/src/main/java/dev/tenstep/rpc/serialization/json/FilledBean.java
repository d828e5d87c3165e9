package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.tenstep.rpc.contract.FieldModel;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes beans whose collections are empty rather than null if the message does not have them. */
final class FilledBean extends ValueInstantiator.Delegating {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
    private final List<Filling> fillings;

    private FilledBean(ValueInstantiator maker, List<Filling> fillings) {
        super(maker);
        this.fillings = fillings;
    }

    /** Installs one in a builder if its bean has anything to fill. */
    static void fill(
            KnownModels models, List<FieldModel> fields, BeanDescription bean, BeanDeserializerBuilder builder) {
        Map<String, String> javaNames = bean.findProperties().stream()
                .collect(Collectors.toMap(BeanPropertyDefinition::getName, BeanPropertyDefinition::getInternalName));
        Map<String, MethodHandle> getters =
                fields.stream().collect(Collectors.toMap(FieldModel::javaName, FieldModel::getter));
        List<Filling> fillings = new ArrayList<>();
        for (Iterator<SettableBeanProperty> each = builder.getProperties(); each.hasNext(); ) {
            SettableBeanProperty property = each.next();
            MethodHandle getter = getters.get(javaNames.getOrDefault(property.getName(), ""));
            Supplier<Object> empty = models.empty(property.getType());
            if (getter != null && empty != null) {
                fillings.add(
                        new Filling(getter.asType(MethodType.methodType(Object.class, Object.class)), property, empty));
            }
        }
        if (!fillings.isEmpty()) {
            builder.setValueInstantiator(new FilledBean(builder.getValueInstantiator(), List.copyOf(fillings)));
        }
    }

    @Override
    public Object createUsingDefault(DeserializationContext context) throws IOException {
        Object bean = super.createUsingDefault(context);
        for (Filling filling : fillings) {
            filling.fill(bean);
        }
        return bean;
    }

    private record Filling(MethodHandle getter, SettableBeanProperty property, Supplier<Object> empty) {

        void fill(Object bean) throws IOException {
            if (current(bean) == null) {
                property.set(bean, empty.get());
            }
        }

        private Object current(Object bean) throws IOException {
            try {
                return (Object) getter.invokeExact(bean);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IOException(e);
            }
        }
    }
}
