package dev.tenstep.rpc.contract;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The order of sorted sets and maps: a comparator is code and is not sent, so only the natural order is supported. */
final class SortedOrder {
    private SortedOrder() {}

    /** The reason that a collection sorted by that comparator cannot be written, or null. */
    static @Nullable String flaw(@Nullable Comparator<?> comparator, String instead) {
        return comparator == null || comparator.equals(Comparator.naturalOrder())
                ? null
                : "sorted by a comparator, which is not sent (expected: the natural order; or declare " + instead
                        + ", which keeps the sender's order)";
    }
}
