package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.NullSerializer;
import dev.tenstep.rpc.contract.FieldModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps, of the properties that Jackson would write, those that are fields of the model or annotated. */
final class WrittenFields extends BeanSerializerModifier {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
    private final KnownModels models;

    WrittenFields(KnownModels models) {
        this.models = models;
    }

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> writers) {
        List<FieldModel> fields = models.fields(bean.getBeanClass());
        if (fields != null) {
            Set<String> kept = kept(fields, bean.findProperties());
            writers.removeIf(writer -> !kept.contains(writer.getName()));
        }
        for (BeanPropertyWriter writer : writers) {
            if (!writer.hasNullSerializer() && !writer.willSuppressNulls()) {
                writer.assignNullSerializer(
                        NullSerializer.instance); // the mapper's own one is for elements, and refuses
            }
        }
        return writers;
    }

    /** Returns the JSON names of the properties to keep. */
    private static Set<String> kept(List<FieldModel> fields, List<BeanPropertyDefinition> properties) {
        Set<String> names = fields.stream().map(FieldModel::javaName).collect(Collectors.toSet());
        Set<String> kept = new HashSet<>();
        for (BeanPropertyDefinition property : properties) {
            if (property.isExplicitlyIncluded() || names.contains(property.getInternalName())) {
                kept.add(property.getName());
            }
        }
        return kept;
    }
}
