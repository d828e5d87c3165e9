package dev.tenstep.rpc.contract;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A map. A null one reads back as empty; null keys and null values are refused when written.
 *
 * @param rawType as declared: an interface or a JDK map class
 * @param maker makes an empty one for the expected number of entries
 */
public record MapModel(Class<?> rawType, TypeModel key, TypeModel value, IntFunction<Map<Object, Object>> maker)
        implements TypeModel {

    @Override
    public String typeName() {
        return rawType.getSimpleName() + "<" + key.typeName() + ", " + value.typeName() + ">";
    }

    @Override
    public List<TypeModel> parts() {
        return List.of(key, value);
    }
}
