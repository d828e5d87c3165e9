package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.MessageNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of a message's fields: in JSON, by which they are written, and in the .proto file, by which they are read as well. A
 * field may come once, by either.
 */
public final class Names {
    /** The result of {@link #next} at the end of the object. */
    public static final int END = -1;

    /** The result of {@link #next} for another name. */
    public static final int UNKNOWN = -2;

    private final SerializableString[] names;
    private final Map<String, Integer> indices = new HashMap<>();

    /** Makes those of a derived message. */
    public Names(List<String> all) {
        this(all, all.stream().map(MessageNames::snake).toList());
    }

    /** Makes those of a message by the names of its fields in JSON and in the .proto file. */
    public Names(List<String> all, List<String> inFile) {
        names = all.stream().map(SerializedString::new).toArray(SerializableString[]::new);
        for (int i = 0; i < names.length; i++) {
            indices.put(all.get(i), i);
        }
        for (int i = 0; i < names.length; i++) {
            indices.putIfAbsent(inFile.get(i), i);
        }
    }

    /** Returns a field's name in JSON. */
    public SerializableString name(int index) {
        return names[index];
    }

    /**
     * Moves the parser to the value of the next field.
     *
     * @param expected the index of the field that is usually next
     * @return the index of the field that is next, {@link #END} or {@link #UNKNOWN}
     */
    public int next(JsonParser parser, int expected) throws IOException {
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
    public long once(long seen, int index) throws MalformedMessageException {
        long bit = 1L << index;
        if ((seen & bit) != 0) {
            throw isDuplicate(index);
        }
        return seen | bit;
    }

    /** Builds the exception for a field that comes a second time. */
    public MalformedMessageException isDuplicate(int index) {
        return new MalformedMessageException("a second \"" + names[index] + "\" (expected: each field once)");
    }

    /**
     * Skips the value of an unknown field, whose names must be unique too.
     *
     * @param before the unknown names that came before
     * @return the same with this one
     */
    public static Set<String> skip(JsonParser parser, @Nullable Set<String> before) throws IOException {
        Set<String> unknown = before == null ? new HashSet<>() : before;
        add(parser.currentName(), unknown);
        skip(parser);
        return unknown;
    }

    private static void skip(JsonParser parser) throws IOException {
        if (parser.isExpectedStartArrayToken()) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                skip(parser);
            }
        } else if (parser.isExpectedStartObjectToken()) {
            Set<String> inside = new HashSet<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                add(name, inside);
                parser.nextToken();
                skip(parser);
            }
        }
    }

    private static void add(String name, Set<String> names) throws MalformedMessageException {
        if (!names.add(name)) {
            throw new MalformedMessageException("a second \"" + Tokens.shown(name) + "\" (expected: each field once)");
        }
    }
}
