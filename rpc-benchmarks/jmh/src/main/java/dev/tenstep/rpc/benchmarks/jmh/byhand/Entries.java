package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.benchmarks.jmh.orders.Address;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps, as one message of key and value for each entry. A key or value that is left out is its type's default. */
final class Entries {
    private static final int KEY = 1 << 3 | 2;
    private static final int NUMBER = 2 << 3;
    private static final int ADDRESS = 2 << 3 | 2;

    private Entries() {}

    static int writeNumbers(int tag, @Nullable Map<String, Integer> map, MessageOutput out, int start)
            throws IOException {
        int p = start;
        if (map != null) {
            for (Map.Entry<String, Integer> entry : map.entrySet()) {
                String key = entry.getKey();
                Integer number = entry.getValue();
                if (key == null || number == null) {
                    throw Writing.nullEntry("Order.grams");
                }
                out.array()[p] = (byte) tag;
                int end = Text.write(KEY, key, out, p + 2);
                byte[] a = out.array();
                a[end] = NUMBER;
                p = Writing.prefix(out, p + 1, 1, Writing.varint(a, end + 1, number));
            }
        }
        return p;
    }

    static int writeAddresses(int tag, @Nullable Map<String, Address> map, MessageOutput out, int start)
            throws IOException {
        int p = start;
        if (map != null) {
            for (Map.Entry<String, Address> entry : map.entrySet()) {
                String key = entry.getKey();
                Address address = entry.getValue();
                if (key == null || address == null) {
                    throw Writing.nullEntry("Order.stops");
                }
                out.array()[p] = (byte) tag;
                int end = Text.write(KEY, key, out, p + 2);
                out.array()[end] = ADDRESS;
                p = Writing.prefix(out, p + 1, 1, Customers.write(address, out, end + 1));
            }
        }
        return p;
    }

    static void readNumber(Map<String, Integer> map, byte[] a, long place) throws IOException {
        int p = Reading.start(place);
        int end = Reading.end(place);
        String key = "";
        int number = 0;
        if (p < end && a[p] == KEY) {
            long span = Reading.span(a, p + 1, end);
            key = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == NUMBER) {
            int stop = Reading.stop(a, p + 1, end);
            number = Reading.toInt(Reading.varint(a, p + 1, stop));
            p = stop;
        }
        if (p < end) {
            Fields in = new Fields(a, p, end, 1);
            for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
                switch (tag) {
                    case KEY -> key = in.text();
                    case NUMBER -> number = Reading.toInt(in.varint());
                    default -> in.skip(tag);
                }
            }
        }
        Reading.put(map, key, number);
    }

    static void readAddress(Map<String, Address> map, byte[] a, long place) throws IOException {
        int p = Reading.start(place);
        int end = Reading.end(place);
        String key = "";
        Address address = null;
        if (p < end && a[p] == KEY) {
            long span = Reading.span(a, p + 1, end);
            key = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == ADDRESS) {
            long span = Reading.span(a, p + 1, end);
            address = Customers.address(a, span);
            p = Reading.end(span);
        }
        if (p < end) {
            Fields in = new Fields(a, p, end, 1);
            for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
                switch (tag) {
                    case KEY -> key = in.text();
                    case ADDRESS -> address = Customers.address(a, in.span());
                    default -> in.skip(tag);
                }
            }
        }
        Reading.put(map, key, address == null ? Customers.address(a, 0) : address);
    }
}
