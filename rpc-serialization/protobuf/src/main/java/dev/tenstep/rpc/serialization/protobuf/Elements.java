package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.CollectionModel;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The collection or array that a repeated field holds.
 *
 * @param arrayOf the element type of an array, whose elements are read into a list first; null for a collection
 * @param rules of the collection; an array's elements are collected by them as well
 * @param site for errors: {@code User.tags}
 */
public record Elements(@Nullable Class<?> arrayOf, CollectionModel.Rules rules, String site) {

    /** Returns the elements for iteration. */
    public Collection<?> collection(Object value) throws UnwritableValueException {
        if (arrayOf != null) {
            return Arrays.asList((Object[]) value);
        }
        String flaw = rules.flaw(value);
        if (flaw != null) {
            throw new UnwritableValueException(site + ": " + flaw);
        }
        return (Collection<?>) value;
    }

    /** Adds an element that was read; a set refuses a duplicate. */
    public void add(Collection<Object> all, @Nullable Object value) throws MalformedMessageException {
        if (value == null) {
            throw isEmpty(all.size());
        }
        if (!rules.add(all, value)) {
            throw new MalformedMessageException(
                    site + ": a duplicate after " + all.size() + " elements (expected: each once)");
        }
    }

    /** Returns an empty collection for that many elements. */
    public Collection<Object> empty(int expected) {
        return rules.maker().apply(expected);
    }

    /** Returns the value of the field: the elements read, or an empty one if there were none. */
    public Object finished(@Nullable Object read) {
        if (arrayOf == null) {
            return read == null ? rules.maker().apply(0) : read;
        }
        Object[] array = (Object[]) Array.newInstance(arrayOf, read == null ? 0 : ((Collection<?>) read).size());
        return read == null ? array : ((Collection<?>) read).toArray(array);
    }

    /** Builds the exception for a null element. */
    public UnwritableValueException isNull(int index) {
        return new UnwritableValueException(site + ": element " + index + " is null (expected: no null elements)");
    }

    /** Builds the exception for an element that would be read as null. */
    private MalformedMessageException isEmpty(int index) {
        return new MalformedMessageException(site + ": element " + index
                + " is unspecified (expected: one of an enum's constants, or a case of a one-of)");
    }
}
