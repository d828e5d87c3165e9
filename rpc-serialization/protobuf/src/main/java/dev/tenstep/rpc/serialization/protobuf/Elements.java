package dev.tenstep.rpc.serialization.protobuf;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The collection or array that a repeated field holds.
 *
 * @param arrayOf the element type of an array, whose elements are read into a list first; null for a collection
 * @param maker makes an empty collection for that many elements
 * @param site for errors: {@code User.tags}
 */
record Elements(@Nullable Class<?> arrayOf, IntFunction<Collection<Object>> maker, String site) {

    /** The elements, to be gone through. */
    Collection<?> collection(Object value) {
        return arrayOf == null ? (Collection<?>) value : Arrays.asList((Object[]) value);
    }

    Collection<Object> empty(int expected) {
        return maker.apply(expected);
    }

    /** The value of the field: what was read, or if nothing was, an empty one. */
    Object finished(@Nullable Object read) {
        if (arrayOf == null) {
            return read == null ? maker.apply(0) : read;
        }
        Object[] array = (Object[]) Array.newInstance(arrayOf, read == null ? 0 : ((Collection<?>) read).size());
        return read == null ? array : ((Collection<?>) read).toArray(array);
    }

    /** What is thrown for a null element. */
    UnwritableValueException isNull(int index) {
        return new UnwritableValueException(site + ": element " + index + " is null (expected: no null elements)");
    }

    /** What is thrown for an element that would be read as null. */
    MalformedMessageException isEmpty(int index) {
        return new MalformedMessageException(site + ": element " + index
                + " is unspecified (expected: one of an enum's constants, or a case of a one-of)");
    }
}
