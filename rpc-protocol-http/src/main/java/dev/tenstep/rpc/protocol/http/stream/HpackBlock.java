package dev.tenstep.rpc.protocol.http.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A header block (RFC 7541): fields of the static table and, if there is one, of a connection's dynamic table; the rest are
 * literals without Huffman coding. Without a dynamic table, the same bytes serve every connection.
 */
final class HpackBlock {
    /** The fields of the static table that blocks use, by name and value. */
    private static final Map<String, Integer> FIELDS = Map.ofEntries(
            Map.entry(":method GET", 2),
            Map.entry(":method POST", 3),
            Map.entry(":path /", 4),
            Map.entry(":scheme http", 6),
            Map.entry(":scheme https", 7),
            Map.entry(":status 200", 8),
            Map.entry(":status 204", 9),
            Map.entry(":status 400", 12),
            Map.entry(":status 404", 13),
            Map.entry(":status 500", 14));

    /** The names of the static table that blocks use. */
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry(":authority", 1),
            Map.entry(":method", 2),
            Map.entry(":path", 4),
            Map.entry(":scheme", 6),
            Map.entry(":status", 8),
            Map.entry("allow", 22),
            Map.entry("authorization", 23),
            Map.entry("cache-control", 24),
            Map.entry("content-length", 28),
            Map.entry("content-type", 31),
            Map.entry("user-agent", 58));

    /** The field whose values change too often to be kept in a table. */
    private static final String TIMEOUT = "grpc-timeout";

    private static final int STATIC = 61;
    private static final int INDEXED = 0x80;
    private static final int ADDED = 0x40;
    private static final int SIZE = 0x20;
    private static final int LITERAL = 0;

    private final @Nullable HpackTable table;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    HpackBlock(@Nullable HpackTable table) {
        this.table = table;
    }

    /** Changes the table's size, at the beginning of a block. */
    void size(int bytes) {
        number(SIZE, 5, bytes);
    }

    HpackBlock fields(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            field(fields.name(i), fields.value(i));
        }
        return this;
    }

    private void field(String name, String value) {
        int whole = FIELDS.getOrDefault(name + " " + value, 0);
        int place = whole > 0 || table == null ? 0 : table.place(name, value);
        if (whole > 0 || place > 0) {
            number(INDEXED, 7, whole > 0 ? whole : STATIC + place);
            return;
        }
        int index = NAMES.getOrDefault(name, 0);
        if (table != null && !name.equals(TIMEOUT) && table.add(name, value)) {
            number(ADDED, 6, index);
        } else {
            number(LITERAL, 4, index);
        }
        if (index == 0) {
            text(name);
        }
        text(value);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        number(0, 7, bytes.length);
        out.writeBytes(bytes);
    }

    /** Writes a number in the lowest bits of a byte and, if it does not fit, further ones (section 5.1). */
    private void number(int first, int bits, int number) {
        int most = (1 << bits) - 1;
        if (number < most) {
            out.write(first | number);
            return;
        }
        out.write(first | most);
        int rest = number - most;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
