package dev.tenstep.rpc.contract;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map. Null reads back as empty; null keys and null values are refused when written.
 *
 * @param rawType as declared: an interface or a JDK map class
 * @param maker makes an empty one for the expected number of entries
 */
public record MapModel(Class<?> rawType, TypeModel key, TypeModel value, IntFunction<Map<Object, Object>> maker)
        implements TypeModel {

    /** The rules that a codec needs in addition to keys and values. */
    public Rules rules() {
        return new Rules(maker, SortedMap.class.isAssignableFrom(rawType));
    }

    /**
     * The rules for making a map, and for what may not be in it. They hold no reference to models, so codecs may keep
     * them.
     *
     * @param sorted true for a {@code SortedMap}, which is read into the natural order of its keys
     */
    public record Rules(IntFunction<Map<Object, Object>> maker, boolean sorted) {

        /**
         * The reason that a value cannot be written, worded to follow its place: a map in another order; null if it
         * can.
         */
        public @Nullable String flaw(Object value) {
            return sorted ? SortedOrder.flaw(((SortedMap<?, ?>) value).comparator(), "a Map") : null;
        }
    }

    @Override
    public String typeName() {
        return rawType.getSimpleName() + "<" + key.typeName() + ", " + value.typeName() + ">";
    }

    @Override
    public List<TypeModel> parts() {
        return List.of(key, value);
    }
}
