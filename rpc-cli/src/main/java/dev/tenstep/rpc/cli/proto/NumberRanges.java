package dev.tenstep.rpc.cli.proto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Numbers, as ranges that neither overlap nor touch, in ascending order.
 *
 * @param ranges with their last numbers
 */
record NumberRanges(List<Range> ranges) {

    /** The numbers from the first to the last. */
    record Range(int first, int last) {
        @Override
        public String toString() {
            return first == last ? String.valueOf(first) : first + " to " + last;
        }
    }

    /** Takes ranges in any order. */
    static NumberRanges of(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        for (Range each :
                ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList()) {
            Range before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before != null && each.first() <= (long) before.last() + 1) {
                merged.set(merged.size() - 1, new Range(before.first(), Math.max(before.last(), each.last())));
            } else {
                merged.add(each);
            }
        }
        return new NumberRanges(List.copyOf(merged));
    }

    boolean has(int number) {
        return ranges.stream().anyMatch(each -> each.first() <= number && number <= each.last());
    }

    /** Returns whether the others have all these. */
    boolean within(NumberRanges others) {
        return ranges.stream().allMatch(each -> others.ranges.stream()
                .anyMatch(other -> other.first() <= each.first() && each.last() <= other.last()));
    }

    @Override
    public String toString() {
        return ranges.isEmpty() ? "none" : ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
