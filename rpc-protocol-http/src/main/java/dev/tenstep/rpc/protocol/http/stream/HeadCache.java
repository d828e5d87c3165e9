package dev.tenstep.rpc.protocol.http.stream;

import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was made of a connection's last heads, by their bytes, so that a head that was seen before need not be read. A header
 * block of HTTP/2 that refers to the dynamic table counts only until the table changes. Event loop only.
 *
 * @param <T> is made of a head: the route of a request, the fields of a response
 */
public final class HeadCache<T> {
    /** In place of the changes of a dynamic table: a head does not depend on it. */
    public static final int ALWAYS = -1;

    private static final int SLOTS = 16;
    /** The approximate bytes that an entry takes, in multiples of its head and on top of them. */
    private static final int COST = 4;

    private static final int ENTRY_BYTES = 256;
    private final MemoryBudget.Share memory;
    private final int longest;
    private final List<@Nullable Entry<T>> entries = new ArrayList<>(Collections.nCopies(SLOTS, null));

    /** A head, and how often the table had changed when it was read, unless that does not matter. */
    private record Entry<T>(byte[] head, int changes, T made) {
        private int cost() {
            return COST * head.length + ENTRY_BYTES;
        }
    }

    /**
     * Makes an empty one.
     *
     * @param longest the most bytes of a head that is remembered
     */
    public HeadCache(MemoryBudget.Share memory, int longest) {
        this.memory = memory;
        this.longest = longest;
    }

    private static int slot(byte[] array, int from, int end) {
        int hash = end - from;
        // The end of a head differs more often than its beginning.
        for (int i = Math.max(from, end - 16); i < end; i++) {
            hash = 31 * hash + array[i];
        }
        return (hash ^ (hash >>> 8)) & (SLOTS - 1);
    }

    /** Returns what was made of a head; null if it is not known. */
    public @Nullable T get(byte[] array, int from, int end, int changes) {
        Entry<T> entry = entries.get(slot(array, from, end));
        return entry != null
                        && (entry.changes == ALWAYS || entry.changes == changes)
                        && Arrays.equals(entry.head, 0, entry.head.length, array, from, end)
                ? entry.made
                : null;
    }

    /**
     * Remembers what was made of a head that was just read.
     *
     * @param changes of the dynamic table until now; {@link #ALWAYS} if the head does not depend on it
     */
    public void put(byte[] array, int from, int end, int changes, T made) {
        if (end - from > longest) {
            return;
        }
        int slot = slot(array, from, end);
        Entry<T> before = entries.get(slot);
        Entry<T> entry = new Entry<>(Arrays.copyOfRange(array, from, end), changes, made);
        if (memory.fits(entry.cost())) {
            memory.held().add(entry.cost() - (before == null ? 0 : before.cost()));
            entries.set(slot, entry);
        }
    }

    /** Forgets everything. */
    public void close() {
        for (int i = 0; i < SLOTS; i++) {
            Entry<T> entry = entries.get(i);
            if (entry != null) {
                memory.held().add(-entry.cost());
                entries.set(i, null);
            }
        }
    }
}
