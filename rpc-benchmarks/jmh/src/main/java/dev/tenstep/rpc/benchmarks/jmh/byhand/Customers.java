package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.benchmarks.jmh.orders.Address;
import dev.tenstep.rpc.benchmarks.jmh.orders.Customer;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/** Customers and addresses, as messages in another one. */
final class Customers {
    private static final int ID = 1 << 3;
    private static final int NAME = 2 << 3 | 2;
    private static final int EMAIL = 3 << 3 | 2;
    private static final int ADDRESS = 4 << 3 | 2;

    private static final int STREET = 1 << 3 | 2;
    private static final int CITY = 2 << 3 | 2;
    private static final int POSTAL_CODE = 3 << 3 | 2;
    private static final int COUNTRY = 4 << 3 | 2;

    private Customers() {}

    /** Writes the length and the fields. */
    static int write(Customer customer, MessageOutput out, int start) throws IOException {
        int p = start + 1;
        byte[] a = Writing.room(out, p, 0, 0);
        if (customer.id() != 0) {
            a[p] = ID;
            p = Writing.varint(a, p + 1, customer.id());
        }
        p = Text.write(NAME, customer.name(), out, p);
        p = Text.write(EMAIL, customer.email(), out, p);
        if (customer.address() != null) {
            out.array()[p] = ADDRESS;
            p = write(customer.address(), out, p + 1);
        }
        return Writing.prefix(out, start, 1, p);
    }

    static int write(Address address, MessageOutput out, int start) throws IOException {
        int p = start + 1;
        Writing.room(out, p, 0, 0);
        p = Text.write(STREET, address.street(), out, p);
        p = Text.write(CITY, address.city(), out, p);
        p = Text.write(POSTAL_CODE, address.postalCode(), out, p);
        p = Text.write(COUNTRY, address.country(), out, p);
        return Writing.prefix(out, start, 1, p);
    }

    static Customer customer(byte[] a, long place) throws IOException {
        int p = Reading.start(place);
        int end = Reading.end(place);
        long id = 0;
        String name = null;
        String email = null;
        Address address = null;
        if (p < end && a[p] == ID) {
            int stop = Reading.stop(a, p + 1, end);
            id = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == NAME) {
            long span = Reading.span(a, p + 1, end);
            name = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == EMAIL) {
            long span = Reading.span(a, p + 1, end);
            email = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == ADDRESS) {
            long span = Reading.span(a, p + 1, end);
            address = address(a, span);
            p = Reading.end(span);
        }
        Customer customer = new Customer(id, name, email, address);
        return p == end ? customer : rest(customer, a, new Fields(a, p, end, 1));
    }

    private static Customer rest(Customer soFar, byte[] a, Fields in) throws IOException {
        long id = soFar.id();
        String name = soFar.name();
        String email = soFar.email();
        Address address = soFar.address();
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            switch (tag) {
                case ID -> id = in.varint();
                case NAME -> name = in.text();
                case EMAIL -> email = in.text();
                case ADDRESS -> address = address(a, in.span());
                default -> in.skip(tag);
            }
        }
        return new Customer(id, name, email, address);
    }

    static Address address(byte[] a, long place) throws IOException {
        int p = Reading.start(place);
        int end = Reading.end(place);
        String street = null;
        String city = null;
        String postalCode = null;
        String country = null;
        if (p < end && a[p] == STREET) {
            long span = Reading.span(a, p + 1, end);
            street = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == CITY) {
            long span = Reading.span(a, p + 1, end);
            city = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == POSTAL_CODE) {
            long span = Reading.span(a, p + 1, end);
            postalCode = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == COUNTRY) {
            long span = Reading.span(a, p + 1, end);
            country = Text.read(a, span);
            p = Reading.end(span);
        }
        Address address = new Address(street, city, postalCode, country);
        return p == end ? address : rest(address, new Fields(a, p, end, 2));
    }

    private static Address rest(Address soFar, Fields in) throws IOException {
        String street = soFar.street();
        String city = soFar.city();
        String postalCode = soFar.postalCode();
        String country = soFar.country();
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            switch (tag) {
                case STREET -> street = in.text();
                case CITY -> city = in.text();
                case POSTAL_CODE -> postalCode = in.text();
                case COUNTRY -> country = in.text();
                default -> in.skip(tag);
            }
        }
        return new Address(street, city, postalCode, country);
    }
}
