package dev.tenstep.rpc.contract;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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

    /** Whether it is a {@code SortedSet}, which is read into the natural order. */
    public boolean sorted() {
        return SortedSet.class.isAssignableFrom(rawType);
    }

    /** Why a value cannot be written, in words that follow its place: a set sorted in another order; null if it can. */
    public @Nullable String flaw(Object value) {
        return sorted() ? SortedOrder.flaw(((SortedSet<?>) value).comparator(), "a List or a Set") : null;
    }

    /** What a codec has to know beside its elements. */
    public Rules rules() {
        Enum<?> fallback = element instanceof EnumModel constants ? constants.fallback() : null;
        return new Rules(maker, SortedSet.class.isAssignableFrom(rawType), fallback);
    }

    /**
     * How a collection is made, and what may not be in it. It doesn't lead back to models, so codecs may keep it.
     *
     * @param sorted whether it is a {@code SortedSet}, which is read into the natural order
     * @param fallback what may come twice even in a set: the enum constant that several unknown ones read as
     */
    public record Rules(IntFunction<Collection<Object>> maker, boolean sorted, @Nullable Enum<?> fallback) {

        /** Why a value cannot be written, in words that follow its place: a set in another order; null if it can. */
        public @Nullable String flaw(Object value) {
            return sorted ? SortedOrder.flaw(((SortedSet<?>) value).comparator(), "a List or a Set") : null;
        }

        /** Adds what was read; false if that is in a set already and must not be. */
        public boolean add(Collection<Object> all, Object element) {
            return all.add(element) || element == fallback;
        }
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
