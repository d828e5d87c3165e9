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
 * Compares the tables of two ends. Fields may be missing at either; where both have a number, its name and its type must be
 * the same. Derived messages may have other names, generated ones may not: they are known by their names alone.
 */
final class TableComparison {
    private record Pair(int client, int server) {}

    private final FieldTable client;
    private final FieldTable server;
    private final Deque<Pair> pending = new ArrayDeque<>();
    private final Set<Pair> met = new HashSet<>();

    TableComparison(FieldTable client, FieldTable server) {
        this.client = client;
        this.server = server;
    }

    /** What is wrong, or null. */
    @Nullable
    String run() {
        visit(0, 0);
        visit(1, 1);
        for (int i = 2; i < 2 + Math.min(client.exceptions(), server.exceptions()); i++) {
            String theirs = client.entries().get(i).name();
            String ours = server.entries().get(i).name();
            if (!theirs.equals(ours)) {
                return "exception " + (i - 1) + " is " + theirs + " at the client and " + ours
                        + " at the server (expected: the same, since they cross by their places)";
            }
            visit(i, i);
        }
        String fault = null;
        while (fault == null && !pending.isEmpty()) {
            fault = compare(pending.removeFirst());
        }
        return fault;
    }

    private void visit(int clientIndex, int serverIndex) {
        Pair pair = new Pair(clientIndex, serverIndex);
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
            return "a message is " + plain(theirs) + " at the client and " + plain(ours)
                    + " at the server (expected: the same)";
        }
        Map<Integer, Item> byNumber = new HashMap<>();
        ours.items().forEach(i -> byNumber.put(i.number(), i));
        for (Item theirItem : theirs.items()) {
            Item ourItem = byNumber.get(theirItem.number());
            String fault = ourItem == null ? null : compare(ours.name(), theirItem, ourItem);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable String compare(String message, Item theirs, Item ours) {
        boolean same = theirs.type() == ours.type() && theirs.repeated() == ours.repeated();
        boolean constant = theirs.type() == 0;
        if (!same || !theirs.name().equals(ours.name())) {
            return message + ", " + (constant ? "constant " : "field ") + theirs.number() + ", is "
                    + text(theirs, client)
                    + " at the client and " + text(ours, server)
                    + " at the server (expected: one name and one type for a number)";
        }
        if (theirs.target() >= 0) {
            visit(theirs.target(), ours.target());
        }
        return null;
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
