package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ObjectModel;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps, of the properties that Jackson would read into an object, those that are fields of the model or annotated. */
final class ReadFields extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
    private final KnownModels models;

    ReadFields(KnownModels models) {
        this.models = models;
    }

    @Override
    public List<BeanPropertyDefinition> updateProperties(
            DeserializationConfig config, BeanDescription bean, List<BeanPropertyDefinition> properties) {
        List<FieldModel> fields = models.fields(bean.getBeanClass());
        if (fields != null) {
            Set<String> names = fields.stream().map(FieldModel::javaName).collect(Collectors.toSet());
            properties.removeIf(p -> !p.isExplicitlyIncluded() && !names.contains(p.getInternalName()));
        }
        return properties;
    }

    @Override
    public BeanDeserializerBuilder updateBuilder(
            DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
        ObjectModel model = models.model(bean.getBeanClass());
        if (model != null && model.kind() == ObjectModel.Kind.BEAN) {
            FilledBean.fill(models, model.fields(), bean, builder);
        }
        return builder;
    }
}
