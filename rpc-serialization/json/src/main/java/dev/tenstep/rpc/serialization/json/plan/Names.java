package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of an object's fields, by which they are found in a message: the one that is expected by its bytes, another by
 * a look-up. Each may come once.
 */
final class Names {
    /** The result of {@link #next} at the end of the object. */
    static final int END = -1;

    /** The result of {@link #next} for another name. */
    static final int UNKNOWN = -2;

    private final SerializableString[] names;
    private final Map<String, Integer> indices = new HashMap<>();

    Names(List<String> all) {
        names = all.stream().map(SerializedString::new).toArray(SerializableString[]::new);
        for (int i = 0; i < names.length; i++) {
            indices.put(all.get(i), i);
        }
    }

    SerializableString name(int index) {
        return names[index];
    }

    /**
     * Moves the parser to the value of the next field.
     *
     * @param expected the index of the field that is usually next
     * @return the index of the field that is next, {@link #END} or {@link #UNKNOWN}
     */
    int next(JsonParser parser, int expected) throws IOException {
        int index = expected;
        if (expected == names.length || !parser.nextFieldName(names[expected])) {
            if (expected == names.length) {
                parser.nextToken();
            }
            if (parser.currentTokenId() != JsonTokenId.ID_FIELD_NAME) {
                return END;
            }
            index = indices.getOrDefault(parser.currentName(), UNKNOWN);
        }
        parser.nextToken();
        return index;
    }

    /** Adds a field to those that came already, a bit each. */
    static long once(long seen, int index) {
        long bit = 1L << index;
        if ((seen & bit) != 0) {
            throw new NotAsPlanned();
        }
        return seen | bit;
    }

    /** Refuses an object without one of the required fields. */
    static void require(long required, long seen) {
        if ((seen & required) != required) {
            throw new NotAsPlanned();
        }
    }

    /** Refuses an object of a subclass, which Jackson writes. */
    static void requireType(Object value, Class<?> type) {
        if (value.getClass() != type) {
            throw new NotAsPlanned();
        }
    }

    /**
     * Skips the value of an unknown field.
     *
     * @param before the unknown names that came before
     * @return the same with this one
     */
    static Set<String> skip(JsonParser parser, @Nullable Set<String> before) throws IOException {
        Set<String> unknown =
                before instanceof HashSet ? before : before == null ? new HashSet<>() : new HashSet<>(before);
        add(parser.currentName(), unknown);
        skip(parser);
        return unknown;
    }

    /** Skips a value, which has no duplicate names either. */
    private static void skip(JsonParser parser) throws IOException {
        if (parser.isExpectedStartArrayToken()) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                skip(parser);
            }
        } else if (parser.isExpectedStartObjectToken()) {
            Set<String> names = new HashSet<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                add(name, names);
                parser.nextToken();
                skip(parser);
            }
        }
    }

    private static void add(String name, Set<String> names) {
        if (!names.add(name)) {
            throw new NotAsPlanned();
        }
    }
}
