package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of {@code page}. */
public final class PageCodec implements Codec {
    private static final int NUMBER = 1 << 3;
    private static final int TOTAL = 2 << 3;
    private static final int USERS = 3 << 3 | 2;

    /** Makes one. */
    public PageCodec() {}

    @Override
    public void encode(@Nullable Object value, MessageOutput out) throws IOException {
        if (value == null) {
            Writing.writeNull(out);
            return;
        }
        out.position(write((Page) value, out, out.position()));
        out.checkLimit();
    }

    private static int write(Page page, MessageOutput out, int start) throws IOException {
        byte[] a = Writing.room(out, start, 0, 0);
        int p = start;
        int number = page.getNumber();
        if (number != 0) {
            a[p] = NUMBER;
            p = Writing.varint(a, p + 1, number);
        }
        int total = page.getTotal();
        if (total != 0) {
            a[p] = TOTAL;
            p = Writing.varint(a, p + 1, total);
        }
        List<User> users = page.getUsers();
        return users == null ? p : writeUsers(users, out, p);
    }

    private static int writeUsers(List<User> users, MessageOutput out, int start) throws IOException {
        int p = start;
        int i = 0;
        for (User user : users) {
            if (user == null) {
                throw Writing.nullElement("Page.users", i);
            }
            out.array()[p] = USERS;
            p = Users.writeWithLength(user, out, p + 1);
            i++;
        }
        return p;
    }

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        int start = in.position();
        int end = in.end();
        Page page = Writing.isNull(in.array(), start, end) ? null : read(in.array(), start, end);
        in.position(end);
        return page;
    }

    private static Page read(byte[] a, int start, int end) throws IOException {
        int p = start;
        int number = 0;
        int total = 0;
        List<User> users = new ArrayList<>(16);
        if (p < end && a[p] == NUMBER) {
            int stop = Reading.stop(a, p + 1, end);
            number = Reading.toInt(Reading.varint(a, p + 1, stop));
            p = stop;
        }
        if (p < end && a[p] == TOTAL) {
            int stop = Reading.stop(a, p + 1, end);
            total = Reading.toInt(Reading.varint(a, p + 1, stop));
            p = stop;
        }
        while (p < end && a[p] == USERS) {
            long span = Reading.span(a, p + 1, end);
            users.add(Users.read(a, Reading.start(span), Reading.end(span)));
            p = Reading.end(span);
        }
        Page page = new Page();
        page.setNumber(number);
        page.setTotal(total);
        page.setUsers(users);
        if (p < end) {
            readRest(page, a, new Fields(a, p, end, 0));
        }
        return page;
    }

    private static void readRest(Page page, byte[] a, Fields in) throws IOException {
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            switch (tag) {
                case NUMBER -> page.setNumber(Reading.toInt(in.varint()));
                case TOTAL -> page.setTotal(Reading.toInt(in.varint()));
                case USERS -> {
                    long span = in.span();
                    page.getUsers().add(Users.read(a, Reading.start(span), Reading.end(span)));
                }
                default -> in.skip(tag);
            }
        }
    }
}
