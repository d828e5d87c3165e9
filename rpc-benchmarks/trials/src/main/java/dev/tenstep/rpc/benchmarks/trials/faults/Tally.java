package dev.tenstep.rpc.benchmarks.trials.faults;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** An integer for each number from 0, initially 0. Grows by pages, up to 2<sup>28</sup> numbers. Any thread. */
final class Tally {
    private static final int PAGE_BITS = 16;
    private static final int PAGES = 1 << 12;

    private final AtomicReferenceArray<@Nullable AtomicIntegerArray> pages = new AtomicReferenceArray<>(PAGES);

    /** Adds 1 and returns the new value. */
    int increment(long number) {
        return page(number).incrementAndGet(offset(number));
    }

    void set(long number, int value) {
        page(number).set(offset(number), value);
    }

    int get(long number) {
        AtomicIntegerArray page = pages.get((int) (number >> PAGE_BITS));
        return page == null ? 0 : page.get(offset(number));
    }

    private static int offset(long number) {
        return (int) number & (1 << PAGE_BITS) - 1;
    }

    private AtomicIntegerArray page(long number) {
        int index = (int) (number >> PAGE_BITS);
        AtomicIntegerArray page = pages.get(index);
        if (page == null) {
            pages.compareAndSet(index, null, new AtomicIntegerArray(1 << PAGE_BITS));
            page = pages.get(index);
        }
        return page;
    }
}
