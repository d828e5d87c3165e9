package dev.tenstep.rpc.protocol.http.stream;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic table of the header blocks that one connection sends (RFC 7541, section 2.3.2). Fields of heads that are sent
 * again and again are added once, as long as there is room, and none is evicted: after the first calls the table stays as
 * it is, and so do the blocks. What the peer decodes is a few bytes then. Event loop only.
 */
public final class HpackTable {
    /** The bytes of a table unless the peer's settings allow less. */
    private static final int MOST = 4096;

    /** The bytes that each field takes besides its name and value. */
    private static final int FIELD = 32;

    private static final int SLOTS = 32;

    private final Map<String, Integer> places = new HashMap<>();
    private final @Nullable Known[] known = new Known[SLOTS];
    private int most = MOST;
    private int size;
    private boolean changed;

    /** The block of a head while the table has that many fields. */
    private record Known(Head head, int count, byte[] block) {}

    /** Makes an empty one. */
    public HpackTable() {}

    /** Takes the peer's setting of the bytes that the table may have; another size empties it. */
    public void limit(long bytes) {
        int now = (int) Math.min(MOST, bytes);
        if (now != most) {
            most = now;
            size = 0;
            places.clear();
            changed = true;
        }
    }

    /** Returns the header block of a head, which must be the next that is sent. Not to be changed. */
    public byte[] block(Head head) {
        if (!head.lasting() && !changed) {
            return head.hpack();
        }
        int slot = System.identityHashCode(head) & (SLOTS - 1);
        Known before = known[slot];
        if (before != null && before.head == head && before.count == places.size() && !changed) {
            return before.block;
        }
        HpackBlock block = new HpackBlock(head.lasting() ? this : null);
        boolean same = !changed;
        if (changed) {
            block.size(0);
            block.size(most);
            changed = false;
        }
        int count = places.size();
        byte[] bytes = block.fields(head.all()).bytes();
        if (same && head.lasting() && count == places.size()) {
            known[slot] = new Known(head, count, bytes);
        }
        return bytes;
    }

    /** Returns the place of a field, from 1 for the one that was added last; 0 if it is not there. */
    int place(String name, String value) {
        Integer number = places.get(name + '\0' + value);
        return number == null ? 0 : places.size() - number;
    }

    /** Adds a field; returns false if there is no room. */
    boolean add(String name, String value) {
        int more = name.length() + value.length() + FIELD;
        if (size + more > most) {
            return false;
        }
        size += more;
        places.put(name + '\0' + value, places.size());
        return true;
    }
}
