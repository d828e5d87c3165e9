package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.benchmarks.jmh.orders.Address;
import dev.tenstep.rpc.benchmarks.jmh.orders.Customer;
import dev.tenstep.rpc.benchmarks.jmh.orders.Line;
import dev.tenstep.rpc.benchmarks.jmh.orders.Order;
import dev.tenstep.rpc.benchmarks.jmh.orders.Progress;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of {@code Orders.find}. */
public final class OrderCodec implements Codec {
    private static final Progress[] PROGRESSES = Progress.values();

    private static final int ID = 1 << 3;
    private static final int PROGRESS = 2 << 3;
    private static final int CUSTOMER = 3 << 3 | 2;
    private static final int LINES = 4 << 3 | 2;
    private static final int GRAMS = 5 << 3 | 2;
    private static final int STOPS = 6 << 3 | 2;
    private static final int PLACED = 7 << 3 | 2;
    private static final int DUE = 8 << 3 | 2;
    private static final int RESERVED = 9 << 3 | 2;
    private static final int NOTE = 10 << 3 | 2;
    private static final int ATTACHMENT = 11 << 3 | 2;

    /** Makes one. */
    public OrderCodec() {}

    @Override
    public void encode(@Nullable Object value, MessageOutput out) throws IOException {
        if (value == null) {
            Writing.writeNull(out);
            return;
        }
        out.position(write((Order) value, out, out.position()));
        out.checkLimit();
    }

    private static int write(Order order, MessageOutput out, int start) throws IOException {
        byte[] a = Writing.room(out, start, 0, 0);
        int p = start;
        if (order.id() != 0) {
            a[p] = ID;
            p = Writing.varint(a, p + 1, order.id());
        }
        p = Writing.constant(PROGRESS, order.progress(), a, p);
        if (order.customer() != null) {
            a[p] = CUSTOMER;
            p = Customers.write(order.customer(), out, p + 1);
        }
        if (order.lines() != null) {
            p = writeLines(order.lines(), out, p);
        }
        p = Entries.writeNumbers(GRAMS, order.grams(), out, p);
        p = Entries.writeAddresses(STOPS, order.stops(), out, p);
        a = Writing.room(out, p, 0, 0);
        p = Times.write(PLACED, order.placed(), a, p);
        p = Times.write(DUE, order.due(), a, p);
        p = Times.write(RESERVED, order.reserved(), a, p);
        p = Text.write(NOTE, order.note(), out, p);
        return Writing.bytes(ATTACHMENT, order.attachment(), out, p);
    }

    private static int writeLines(List<Line> lines, MessageOutput out, int start) throws IOException {
        int p = start;
        int i = 0;
        for (Line line : lines) {
            if (line == null) {
                throw Writing.nullElement("Order.lines", i);
            }
            out.array()[p] = LINES;
            p = Lines.write(line, out, p + 1);
            i++;
        }
        return p;
    }

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        int start = in.position();
        int end = in.end();
        Order order = Writing.isNull(in.array(), start, end) ? null : read(in.array(), start, end);
        in.position(end);
        return order;
    }

    /** Reads the fields in order. It is one method, because position and values are its local variables. */
    private static Order read(byte[] a, int start, int end) throws IOException {
        int p = start;
        long id = 0;
        Progress progress = null;
        Customer customer = null;
        List<Line> lines = new ArrayList<>(8);
        Map<String, Integer> grams = new LinkedHashMap<>();
        Map<String, Address> stops = new LinkedHashMap<>();
        Instant placed = null;
        LocalDate due = null;
        Duration reserved = null;
        String note = null;
        byte[] attachment = null;
        if (p < end && a[p] == ID) {
            int stop = Reading.stop(a, p + 1, end);
            id = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == PROGRESS) {
            int stop = Reading.stop(a, p + 1, end);
            progress = Reading.constant(Reading.varint(a, p + 1, stop), PROGRESSES);
            p = stop;
        }
        if (p < end && a[p] == CUSTOMER) {
            long span = Reading.span(a, p + 1, end);
            customer = Customers.customer(a, span);
            p = Reading.end(span);
        }
        while (p < end && a[p] == LINES) {
            long span = Reading.span(a, p + 1, end);
            lines.add(Lines.read(a, span));
            p = Reading.end(span);
        }
        while (p < end && a[p] == GRAMS) {
            long span = Reading.span(a, p + 1, end);
            Entries.readNumber(grams, a, span);
            p = Reading.end(span);
        }
        while (p < end && a[p] == STOPS) {
            long span = Reading.span(a, p + 1, end);
            Entries.readAddress(stops, a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == PLACED) {
            long span = Reading.span(a, p + 1, end);
            placed = Times.instant(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == DUE) {
            long span = Reading.span(a, p + 1, end);
            due = Times.date(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == RESERVED) {
            long span = Reading.span(a, p + 1, end);
            reserved = Times.duration(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == NOTE) {
            long span = Reading.span(a, p + 1, end);
            note = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == ATTACHMENT) {
            long span = Reading.span(a, p + 1, end);
            attachment = Arrays.copyOfRange(a, Reading.start(span), Reading.end(span));
            p = Reading.end(span);
        }
        Order order = new Order(id, progress, customer, lines, grams, stops, placed, due, reserved, note, attachment);
        return p == end ? order : rest(order, a, new Fields(a, p, end, 0));
    }

    private static Order rest(Order soFar, byte[] a, Fields in) throws IOException {
        long id = soFar.id();
        Progress progress = soFar.progress();
        Customer customer = soFar.customer();
        Instant placed = soFar.placed();
        LocalDate due = soFar.due();
        Duration reserved = soFar.reserved();
        String note = soFar.note();
        byte[] attachment = soFar.attachment();
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            switch (tag) {
                case ID -> id = in.varint();
                case PROGRESS -> progress = Reading.constant(in.varint(), PROGRESSES);
                case CUSTOMER -> customer = Customers.customer(a, in.span());
                case LINES -> soFar.lines().add(Lines.read(a, in.span()));
                case GRAMS -> Entries.readNumber(soFar.grams(), a, in.span());
                case STOPS -> Entries.readAddress(soFar.stops(), a, in.span());
                case PLACED -> placed = Times.instant(a, in.span());
                case DUE -> due = Times.date(a, in.span());
                case RESERVED -> reserved = Times.duration(a, in.span());
                case NOTE -> note = in.text();
                case ATTACHMENT -> attachment = in.bytes();
                default -> in.skip(tag);
            }
        }
        return new Order(
                id,
                progress,
                customer,
                soFar.lines(),
                soFar.grams(),
                soFar.stops(),
                placed,
                due,
                reserved,
                note,
                attachment);
    }
}
