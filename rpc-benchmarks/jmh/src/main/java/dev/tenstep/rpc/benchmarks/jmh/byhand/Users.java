package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.benchmarks.users.Status;
import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A user, as a message in another one. */
final class Users {
    private static final Status[] STATUSES = Status.values();

    private static final int ID = 1 << 3;
    private static final int NAME = 2 << 3 | 2;
    private static final int EMAIL = 3 << 3 | 2;
    private static final int PHONE = 4 << 3 | 2;
    private static final int ADDRESS = 5 << 3 | 2;
    private static final int AGE = 6 << 3;
    private static final int ACTIVE = 7 << 3;
    private static final int SCORE = 8 << 3 | 1;
    private static final int STATUS = 9 << 3;
    private static final int CREATED = 10 << 3;
    private static final int LEVEL = 11 << 3;
    private static final int TAGS = 12 << 3 | 2;

    private Users() {}

    /** Writes the length, which takes two bytes for most users, and the fields. */
    static int writeWithLength(User user, MessageOutput out, int p) throws IOException {
        return Writing.prefix(out, p, 2, write(user, out, p + 2));
    }

    private static int write(User user, MessageOutput out, int start) throws IOException {
        byte[] a = Writing.room(out, start, 0, 0);
        int p = start;
        long id = user.getId();
        if (id != 0) {
            a[p] = ID;
            p = Writing.varint(a, p + 1, id);
        }
        p = Text.write(NAME, user.getName(), out, p);
        p = Text.write(EMAIL, user.getEmail(), out, p);
        p = Text.write(PHONE, user.getPhone(), out, p);
        p = Text.write(ADDRESS, user.getAddress(), out, p);
        p = writeNumbers(user, out.array(), p);
        List<String> tags = user.getTags();
        return tags == null ? p : writeTags(tags, out, p);
    }

    private static int writeNumbers(User user, byte[] a, int start) {
        int p = start;
        int age = user.getAge();
        if (age != 0) {
            a[p] = AGE;
            p = Writing.varint(a, p + 1, age);
        }
        if (user.getActive()) {
            a[p] = ACTIVE;
            a[p + 1] = 1;
            p += 2;
        }
        long score = Double.doubleToRawLongBits(user.getScore());
        if (score != 0) {
            a[p] = SCORE;
            Writing.LONG.set(a, p + 1, score);
            p += 9;
        }
        p = Writing.constant(STATUS, user.getStatus(), a, p);
        long created = user.getCreated();
        if (created != 0) {
            a[p] = CREATED;
            p = Writing.varint(a, p + 1, created);
        }
        byte level = user.getLevel();
        if (level != 0) {
            a[p] = LEVEL;
            p = Writing.varint(a, p + 1, level);
        }
        return p;
    }

    private static int writeTags(List<String> tags, MessageOutput out, int start) throws IOException {
        int p = start;
        int i = 0;
        for (String tag : tags) {
            if (tag == null) {
                throw Writing.nullElement("User.tags", i);
            }
            p = Text.write(TAGS, tag, out, p);
            i++;
        }
        return p;
    }

    /** Reads the fields in order. It is one method, because position and values are its local variables. */
    static User read(byte[] a, int start, int end) throws IOException {
        int p = start;
        long id = 0;
        String name = null;
        String email = null;
        String phone = null;
        String address = null;
        int age = 0;
        boolean active = false;
        double score = 0;
        Status status = null;
        long created = 0;
        byte level = 0;
        List<String> tags = new ArrayList<>(4);
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
        if (p < end && a[p] == PHONE) {
            long span = Reading.span(a, p + 1, end);
            phone = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == ADDRESS) {
            long span = Reading.span(a, p + 1, end);
            address = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end && a[p] == AGE) {
            int stop = Reading.stop(a, p + 1, end);
            age = Reading.toInt(Reading.varint(a, p + 1, stop));
            p = stop;
        }
        if (p < end && a[p] == ACTIVE) {
            int stop = Reading.stop(a, p + 1, end);
            active = Reading.varint(a, p + 1, stop) != 0;
            p = stop;
        }
        if (p < end && a[p] == SCORE) {
            score = Reading.fixed64(a, p + 1, end);
            p += 9;
        }
        if (p < end && a[p] == STATUS) {
            int stop = Reading.stop(a, p + 1, end);
            status = Reading.constant(Reading.varint(a, p + 1, stop), STATUSES);
            p = stop;
        }
        if (p < end && a[p] == CREATED) {
            int stop = Reading.stop(a, p + 1, end);
            created = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == LEVEL) {
            int stop = Reading.stop(a, p + 1, end);
            level = Reading.toByte(Reading.varint(a, p + 1, stop));
            p = stop;
        }
        while (p < end && a[p] == TAGS) {
            long span = Reading.span(a, p + 1, end);
            tags.add(Text.read(a, span));
            p = Reading.end(span);
        }
        User user = new User();
        user.setId(id);
        user.setName(name);
        user.setEmail(email);
        user.setPhone(phone);
        user.setAddress(address);
        user.setAge(age);
        user.setActive(active);
        user.setScore(score);
        user.setStatus(status);
        user.setCreated(created);
        user.setLevel(level);
        user.setTags(tags);
        if (p < end) {
            readRest(user, new Fields(a, p, end, 1));
        }
        return user;
    }

    private static void readRest(User user, Fields in) throws IOException {
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            switch (tag) {
                case ID -> user.setId(in.varint());
                case NAME -> user.setName(in.text());
                case EMAIL -> user.setEmail(in.text());
                case PHONE -> user.setPhone(in.text());
                case ADDRESS -> user.setAddress(in.text());
                case AGE -> user.setAge(Reading.toInt(in.varint()));
                case ACTIVE -> user.setActive(in.varint() != 0);
                case SCORE -> user.setScore(in.fixed64());
                case STATUS -> user.setStatus(Reading.constant(in.varint(), STATUSES));
                case CREATED -> user.setCreated(in.varint());
                case LEVEL -> user.setLevel(Reading.toByte(in.varint()));
                case TAGS -> user.getTags().add(in.text());
                default -> in.skip(tag);
            }
        }
    }
}
