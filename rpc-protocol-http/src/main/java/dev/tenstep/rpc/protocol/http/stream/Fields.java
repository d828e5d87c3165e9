package dev.tenstep.rpc.protocol.http.stream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a request, a response or trailers, in order; the names are in lower case. Immutable. */
public final class Fields {
    /** No fields. */
    public static final Fields NONE = new Fields(new String[0]);

    private final String[] all;

    private Fields(String[] all) {
        this.all = all;
    }

    /** Makes fields of names and values by turns. */
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("namesAndValues: " + namesAndValues.length + " (expected: pairs)");
        }
        return namesAndValues.length == 0 ? NONE : new Fields(namesAndValues.clone());
    }

    /** Collects fields. Not safe for use by several threads. */
    public static final class Builder {
        private final List<String> all = new ArrayList<>();

        /** Makes one without fields. */
        public Builder() {}

        /** Adds a field. */
        public Builder add(String name, String value) {
            all.add(name);
            all.add(value);
            return this;
        }

        /** Adds all of the fields. */
        public Builder add(Fields fields) {
            all.addAll(List.of(fields.all));
            return this;
        }

        /** Returns the fields that were added. */
        public Fields build() {
            return all.isEmpty() ? NONE : new Fields(all.toArray(new String[0]));
        }
    }

    /** The number of fields. */
    public int count() {
        return all.length / 2;
    }

    /** The name of a field, by its place from 0. */
    public String name(int i) {
        return all[2 * i];
    }

    /** The value of a field, by its place from 0. */
    public String value(int i) {
        return all[2 * i + 1];
    }

    /** The first value of that name; null if there is none. */
    public @Nullable String first(String name) {
        for (int i = 0; i < all.length; i += 2) {
            if (all[i].equals(name)) {
                return all[i + 1];
            }
        }
        return null;
    }

    /** The number of fields of that name. */
    public int count(String name) {
        int count = 0;
        for (int i = 0; i < all.length; i += 2) {
            count += all[i].equals(name) ? 1 : 0;
        }
        return count;
    }

    /** The names, without the values, some of which may be secrets. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < all.length; i += 2) {
            names.add(all[i]);
        }
        return names.toString();
    }
}
