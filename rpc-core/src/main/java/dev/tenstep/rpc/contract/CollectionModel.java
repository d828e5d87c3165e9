package dev.tenstep.rpc.contract;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A list, a set, another collection, or an array (other than {@code byte[]}). Null reads back as empty; null elements
 * are refused when written.
 *
 * @param rawType as declared: an interface, a JDK collection class, or an array class
 * @param maker makes an empty one for the expected number of elements; arrays are read into such a list and copied
 */
public record CollectionModel(Class<?> rawType, TypeModel element, IntFunction<Collection<Object>> maker)
        implements TypeModel {

    /** Returns whether it is an array. */
    public boolean array() {
        return rawType.isArray();
    }

    /** Returns whether it is a {@code SortedSet}, which is read into the natural order. */
    public boolean sorted() {
        return SortedSet.class.isAssignableFrom(rawType);
    }

    /**
     * The reason that a value cannot be written, worded to follow its place: a set sorted in another order; null if it
     * can.
     */
    public @Nullable String flaw(Object value) {
        return sorted() ? SortedOrder.flaw(((SortedSet<?>) value).comparator(), "a List or a Set") : null;
    }

    /** The rules that a codec needs in addition to the elements. */
    public Rules rules() {
        Enum<?> fallback = element instanceof EnumModel constants ? constants.fallback() : null;
        return new Rules(maker, SortedSet.class.isAssignableFrom(rawType), fallback);
    }

    /**
     * The rules for making a collection, and for what may not be in it. They hold no reference to models, so codecs may
     * keep them.
     *
     * @param sorted true for a {@code SortedSet}, which is read into the natural order
     * @param fallback the enum constant that several unknown ones read as, which may occur twice even in a set
     */
    public record Rules(IntFunction<Collection<Object>> maker, boolean sorted, @Nullable Enum<?> fallback) {

        /**
         * The reason that a value cannot be written, worded to follow its place: a set in another order; null if it
         * can.
         */
        public @Nullable String flaw(Object value) {
            return sorted ? SortedOrder.flaw(((SortedSet<?>) value).comparator(), "a List or a Set") : null;
        }

        /** Adds an element that was read; false if it is a forbidden duplicate in a set. */
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
