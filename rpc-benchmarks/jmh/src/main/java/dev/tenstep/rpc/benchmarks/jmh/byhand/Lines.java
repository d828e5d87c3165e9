package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.benchmarks.jmh.orders.Line;
import dev.tenstep.rpc.benchmarks.jmh.orders.Unit;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/** An order's lines, as messages in it. */
final class Lines {
    private static final Unit[] UNITS = Unit.values();

    private static final int ARTICLE = 1 << 3 | 2;
    private static final int TITLE = 2 << 3 | 2;
    private static final int QUANTITY = 3 << 3;
    private static final int UNIT = 4 << 3;
    private static final int CENTS = 5 << 3;
    private static final int DISCOUNT = 6 << 3 | 1;

    private Lines() {}

    /** Writes the length and the fields. */
    static int write(Line line, MessageOutput out, int start) throws IOException {
        int p = start + 1;
        Writing.room(out, p, 0, 0);
        p = Text.write(ARTICLE, line.article(), out, p);
        p = Text.write(TITLE, line.title(), out, p);
        byte[] a = out.array();
        if (line.quantity() != 0) {
            a[p] = QUANTITY;
            p = Writing.varint(a, p + 1, line.quantity());
        }
        p = Writing.constant(UNIT, line.unit(), a, p);
        if (line.cents() != 0) {
            a[p] = CENTS;
            p = Writing.varint(a, p + 1, line.cents());
        }
        long discount = Double.doubleToRawLongBits(line.discount());
        if (discount != 0) {
            a[p] = DISCOUNT;
            Writing.LONG.set(a, p + 1, discount);
            p += 9;
        }
        return Writing.prefix(out, start, 1, p);
    }

    static Line read(byte[] a, long place) throws IOException {
        int p = Reading.start(place);
        int end = Reading.end(place);
        String article = null;
        String title = null;
        int quantity = 0;
        Unit unit = null;
        long cents = 0;
        double discount = 0;
        if (p < end && a[p] == ARTICLE) {
            long span = Reading.span(a, p + 1, end);
            article = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == TITLE) {
            long span = Reading.span(a, p + 1, end);
            title = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == QUANTITY) {
            int stop = Reading.stop(a, p + 1, end);
            quantity = Reading.toInt(Reading.varint(a, p + 1, stop));
            p = stop;
        }
        if (p < end && a[p] == UNIT) {
            int stop = Reading.stop(a, p + 1, end);
            unit = Reading.constant(Reading.varint(a, p + 1, stop), UNITS);
            p = stop;
        }
        if (p < end && a[p] == CENTS) {
            int stop = Reading.stop(a, p + 1, end);
            cents = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == DISCOUNT) {
            discount = Reading.fixed64(a, p + 1, end);
            p += 9;
        }
        Line line = new Line(article, title, quantity, unit, cents, discount);
        return p == end ? line : rest(line, new Fields(a, p, end, 1));
    }

    private static Line rest(Line soFar, Fields in) throws IOException {
        String article = soFar.article();
        String title = soFar.title();
        int quantity = soFar.quantity();
        Unit unit = soFar.unit();
        long cents = soFar.cents();
        double discount = soFar.discount();
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            switch (tag) {
                case ARTICLE -> article = in.text();
                case TITLE -> title = in.text();
                case QUANTITY -> quantity = Reading.toInt(in.varint());
                case UNIT -> unit = Reading.constant(in.varint(), UNITS);
                case CENTS -> cents = in.varint();
                case DISCOUNT -> discount = in.fixed64();
                default -> in.skip(tag);
            }
        }
        return new Line(article, title, quantity, unit, cents, discount);
    }
}
