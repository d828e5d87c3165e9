package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import dev.tenstep.rpc.serialization.protobuf.FieldTable.Entry;
import dev.tenstep.rpc.serialization.protobuf.FieldTable.Item;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of two peers. Fields and exceptions may be missing on either side. If both have a number, its
 * name and its type must be the same, or an int64 for an int32. A value that may be null for its reader must be so
 * for its writer. Derived messages may have other names; generated ones may not, since they are known by their names
 * alone.
 */
final class TableComparison {
    /** Two entries, and the writer of the messages that they were found in: one type may be in both directions. */
    private record Pair(int client, int server, boolean clientWrites) {}

    private final FieldTable client;
    private final FieldTable server;
    private final Deque<Pair> pending = new ArrayDeque<>();
    private final Set<Pair> met = new HashSet<>();

    TableComparison(FieldTable client, FieldTable server) {
        this.client = client;
        this.server = server;
    }

    /** Compares the two tables and returns the difference that matters, or null if there is none. */
    @Nullable
    String run() {
        visit(0, 0, true);
        visit(1, 1, false);
        for (int i = 2; i < 2 + client.exceptions(); i++) {
            for (int k = 2; k < 2 + server.exceptions(); k++) {
                if (client.entries()
                        .get(i)
                        .name()
                        .equals(server.entries().get(k).name())) {
                    visit(i, k, false);
                }
            }
        }
        String fault = null;
        while (fault == null && !pending.isEmpty()) {
            fault = compare(pending.removeFirst());
        }
        return fault;
    }

    private void visit(int clientIndex, int serverIndex, boolean clientWrites) {
        Pair pair = new Pair(clientIndex, serverIndex, clientWrites);
        if (met.add(pair)) {
            pending.addLast(pair);
        }
    }

    private @Nullable String compare(Pair pair) {
        Entry theirs = client.entries().get(pair.client);
        Entry ours = server.entries().get(pair.server);
        boolean byName =
                theirs.name().startsWith(FieldTable.KNOWN) || ours.name().startsWith(FieldTable.KNOWN);
        if (byName && !theirs.name().equals(ours.name())) {
            return "a message is " + plain(theirs) + " on the client and " + plain(ours)
                    + " on the server (expected: the same)";
        }
        Map<Integer, Item> byNumber = new HashMap<>();
        ours.items().forEach(i -> byNumber.put(i.number(), i));
        for (Item theirItem : theirs.items()) {
            Item ourItem = byNumber.get(theirItem.number());
            String fault = ourItem == null ? null : compare(ours.name(), theirItem, ourItem, pair.clientWrites);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable String compare(String message, Item theirs, Item ours, boolean clientWrites) {
        boolean same = wide(theirs.type()) == wide(ours.type()) && theirs.repeated() == ours.repeated();
        boolean constant = theirs.type() == 0;
        if (!same || !theirs.name().equals(ours.name())) {
            return message + ", " + (constant ? "constant " : "field ") + theirs.number() + ", is "
                    + text(theirs, client)
                    + " on the client and " + text(ours, server)
                    + " on the server (expected: one name and one type for a number)";
        }
        if (clientWrites ? ours.optional() && !theirs.optional() : theirs.optional() && !ours.optional()) {
            return message + ", field " + theirs.number() + ", '" + ours.name() + "', may be null on the "
                    + (clientWrites ? "server" : "client")
                    + " only, where a 0 or false of the peer would read as null"
                    + " (expected: a primitive on both sides, or a type that may be null on both)";
        }
        if (theirs.target() >= 0) {
            visit(theirs.target(), ours.target(), clientWrites);
        }
        return null;
    }

    /**
     * Widens the type, int32 to int64 and sint32 to sint64: they have the same bytes, and a value out of range is
     * detected when it is read.
     */
    private static int wide(int type) {
        return switch (type) {
            case FieldDescriptorProto.Type.TYPE_INT32_VALUE -> FieldDescriptorProto.Type.TYPE_INT64_VALUE;
            case FieldDescriptorProto.Type.TYPE_SINT32_VALUE -> FieldDescriptorProto.Type.TYPE_SINT64_VALUE;
            default -> type;
        };
    }

    private static String text(Item item, FieldTable table) {
        if (item.type() == 0) {
            return item.name();
        }
        String type = item.target() >= 0
                ? plain(table.entries().get(item.target()))
                : String.valueOf(FieldDescriptorProto.Type.forNumber(item.type()))
                        .replace("TYPE_", "")
                        .toLowerCase(Locale.ROOT);
        return "'" + item.name() + "' of type " + (item.repeated() ? "repeated " : "") + type;
    }

    private static String plain(Entry entry) {
        return entry.name().startsWith(FieldTable.KNOWN) ? entry.name().substring(1) : entry.name();
    }
}
