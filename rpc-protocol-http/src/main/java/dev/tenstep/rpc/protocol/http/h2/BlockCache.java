package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a connection's last header blocks, by their bytes, so that a block that was seen before need not be
 * decoded. A block that refers to the dynamic table counts only until the table changes. Event loop only.
 *
 * @param <T> is made of a block: the route of a request, the fields of a response
 */
final class BlockCache<T> {
    private static final int SLOTS = 16;
    private static final int LONGEST_BLOCK = 512;
    /** The approximate bytes that an entry takes, in multiples of its block and on top of them. */
    private static final int COST = 4;

    private static final int ENTRY_BYTES = 256;
    private static final int ANY = -1;

    private final MemoryBudget.Share memory;
    private final List<@Nullable Entry<T>> entries = new ArrayList<>(Collections.nCopies(SLOTS, null));

    /** A block, and how often the table had changed when it was decoded, unless that does not matter. */
    private record Entry<T>(byte[] block, int changes, T made) {
        private int cost() {
            return COST * block.length + ENTRY_BYTES;
        }
    }

    BlockCache(MemoryBudget.Share memory) {
        this.memory = memory;
    }

    private static int slot(byte[] array, int from, int end) {
        int hash = end - from;
        // The end of a block differs more often than its beginning.
        for (int i = Math.max(from, end - 16); i < end; i++) {
            hash = 31 * hash + array[i];
        }
        return (hash ^ (hash >>> 8)) & (SLOTS - 1);
    }

    /** Returns what was made of a block; null if it is not known. */
    @Nullable
    T get(byte[] array, int from, int end, int changes) {
        Entry<T> entry = entries.get(slot(array, from, end));
        return entry != null
                        && (entry.changes == ANY || entry.changes == changes)
                        && Arrays.equals(entry.block, 0, entry.block.length, array, from, end)
                ? entry.made
                : null;
    }

    /** Remembers what was made of a block that was just decoded, unless it changed the table. */
    void put(byte[] array, int from, int end, int changes, T made) {
        if (end - from > LONGEST_BLOCK || HeaderDecoder.changesTable(array, from, end)) {
            return;
        }
        int slot = slot(array, from, end);
        Entry<T> before = entries.get(slot);
        boolean always = HeaderDecoder.usesNoTable(array, from, end);
        Entry<T> entry = new Entry<>(Arrays.copyOfRange(array, from, end), always ? ANY : changes, made);
        if (memory.fits(entry.cost())) {
            memory.held().add(entry.cost() - (before == null ? 0 : before.cost()));
            entries.set(slot, entry);
        }
    }

    /** Forgets everything. */
    void close() {
        for (int i = 0; i < SLOTS; i++) {
            Entry<T> entry = entries.get(i);
            if (entry != null) {
                memory.held().add(-entry.cost());
                entries.set(i, null);
            }
        }
    }
}
