package dev.tenstep.rpc.contract;

import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A list, a set, another collection, or an array (other than {@code byte[]}). A null one reads back as empty; null elements
 * are refused when written.
 *
 * @param rawType as declared: an interface, a JDK collection class, or an array class
 * @param maker makes an empty one for the expected number of elements; arrays are read into such a list and copied
 */
public record CollectionModel(Class<?> rawType, TypeModel element, IntFunction<Collection<Object>> maker)
        implements TypeModel {

    /** Whether it is an array. */
    public boolean array() {
        return rawType.isArray();
    }

    @Override
    public String typeName() {
        return array() ? element.typeName() + "[]" : rawType.getSimpleName() + "<" + element.typeName() + ">";
    }

    @Override
    public List<TypeModel> parts() {
        return List.of(element);
    }
}
