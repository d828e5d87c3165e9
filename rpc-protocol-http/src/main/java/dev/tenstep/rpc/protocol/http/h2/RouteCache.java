package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ways of a connection's last requests by the bytes of their header blocks, so that a block that was seen before need
 * not be decoded. A block that refers to the dynamic table counts only until the table changes. Event loop only.
 */
final class RouteCache {
    private static final int SLOTS = 16;
    private static final int LONGEST_BLOCK = 512;
    /** The approximate bytes that an entry takes, in multiples of its block and on top of them. */
    private static final int COST = 4;

    private static final int ENTRY_BYTES = 256;
    private static final int ANY = -1;

    private final MemoryBudget.Share memory;
    private final @Nullable Entry[] entries = new Entry[SLOTS];

    /** A block, and how often the table had changed when it was decoded, unless that does not matter. */
    private record Entry(byte[] block, int changes, Route route) {
        private int cost() {
            return COST * block.length + ENTRY_BYTES;
        }
    }

    RouteCache(MemoryBudget.Share memory) {
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

    /** Returns the way of a block; null if it is not known. */
    @Nullable
    Route get(byte[] array, int from, int end, int changes) {
        Entry entry = entries[slot(array, from, end)];
        return entry != null
                        && (entry.changes == ANY || entry.changes == changes)
                        && Arrays.equals(entry.block, 0, entry.block.length, array, from, end)
                ? entry.route
                : null;
    }

    /** Remembers the way of a block that was just decoded, unless it changed the table. */
    void put(byte[] array, int from, int end, int changes, Route route) {
        if (end - from > LONGEST_BLOCK || HeaderDecoder.changesTable(array, from, end)) {
            return;
        }
        int slot = slot(array, from, end);
        Entry before = entries[slot];
        boolean always = HeaderDecoder.usesNoTable(array, from, end);
        Entry entry = new Entry(Arrays.copyOfRange(array, from, end), always ? ANY : changes, route);
        if (memory.fits(entry.cost())) {
            memory.held().add(entry.cost() - (before == null ? 0 : before.cost()));
            entries[slot] = entry;
        }
    }

    /** Forgets everything. */
    void close() {
        for (int i = 0; i < SLOTS; i++) {
            Entry entry = entries[i];
            if (entry != null) {
                memory.held().add(-entry.cost());
                entries[i] = null;
            }
        }
    }
}
