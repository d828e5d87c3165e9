package dev.tenstep.rpc.protocol.netrpc.gob;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types that the peer has defined in one direction of a connection. A value and the {@link #front} of its type
 * are a document, which {@link GobSerializer} reads. Used by one thread at a time, in the order in which the bytes were
 * received.
 *
 * <p>A value that goes on in a second message cannot be read: only one that holds an interface value does that.
 */
public final class KnownTypes {
    private static final byte[] NONE = {};
    /**
     * The longest definitions of a value in bytes. Whoever reads values has to match them anew each time if they are longer than
     * {@link GobCodec} remembers.
     */
    private static final int MOST_FRONT = GobCodec.LONGEST;
    /** The longest definitions of the types of all values together, which overlap. */
    private static final int MOST_FRONTS = 256 << 10;
    /** The bytes that a definition takes in memory for each that it takes on the wire, roughly. */
    private static final int KEPT = 8;

    private final int limit;
    private final GobTypes types = new GobTypes();
    private final Map<Integer, byte[]> definitions = new HashMap<>();
    /** For a type the definitions that stand in front of its values: Go defines all that a value may need before the first one. */
    private final Map<Integer, byte[]> fronts = new HashMap<>();

    private int bytes;
    private int frontBytes;

    /**
     * Begins a connection's direction.
     *
     * @param limit the maximum length of all definitions together, in bytes
     */
    public KnownTypes(int limit) {
        this.limit = limit;
    }

    /** The types themselves. */
    GobTypes types() {
        return types;
    }

    /**
     * Takes a whole message with its length if it is a definition, and keeps that.
     *
     * @return false for a value
     * @throws MalformedGobException if the bytes are no message, define a type a second time, or define too many; the
     *     connection cannot go on
     */
    public boolean define(byte[] message, int offset, int length) throws MalformedGobException {
        GobInput in = new GobInput(message, offset, offset + length);
        in.beginMessage(length);
        int id = in.typeId();
        if (id > 0) {
            return false;
        }
        if (length > limit - bytes) {
            throw in.malformed("definitions of " + ((long) bytes + length) + " bytes (expected: at most " + limit
                    + " in a connection)");
        }
        types.define(in, -id);
        in.endMessage();
        bytes += length;
        definitions.put(-id, in.copy(offset, offset + length));
        return true;
    }

    /**
     * Returns the definitions that stand in front of a value in a document of {@link GobSerializer}: those that the type
     * of this message, with its length, refers to.
     */
    public byte[] front(byte[] message, int offset, int length) throws MalformedGobException {
        GobInput in = new GobInput(message, offset, offset + length);
        in.beginMessage(length);
        int id = in.typeId();
        if (id < GobTypes.FIRST) {
            return NONE;
        }
        byte[] known = fronts.get(id);
        return known == null ? join(id) : known;
    }

    private byte[] join(int id) throws MalformedGobException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(id));
        while (!open.isEmpty()) {
            int next = open.removeFirst();
            byte[] definition = definitions.get(next);
            // A type may refer to one that is not defined, as long as no value does.
            if (definition != null && seen.add(next)) {
                joined.writeBytes(definition);
                open.addAll(references(types.type(next)));
            }
            if (joined.size() > Math.min(MOST_FRONT, MOST_FRONTS - frontBytes)) {
                throw new MalformedGobException("gob: type " + id + " needs definitions of more than " + joined.size()
                        + " bytes (expected: at most " + MOST_FRONT + ", and " + MOST_FRONTS + " of all types)");
            }
        }
        byte[] front = joined.toByteArray();
        frontBytes += front.length;
        fronts.put(id, front);
        return front;
    }

    /** Returns the bytes of memory that the types take, roughly. */
    public int held() {
        return KEPT * bytes + frontBytes;
    }

    private static List<Integer> references(GobType type) {
        if (type instanceof GobType.Struct struct) {
            return struct.fields().stream().map(GobType.Field::type).toList();
        }
        if (type instanceof GobType.Map map) {
            return List.of(map.key(), map.value());
        }
        if (type instanceof GobType.Slice slice) {
            return List.of(slice.element());
        }
        return type instanceof GobType.Array array ? List.of(array.element()) : List.of();
    }
}
