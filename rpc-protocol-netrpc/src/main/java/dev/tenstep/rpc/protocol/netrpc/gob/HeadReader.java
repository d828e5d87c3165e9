package dev.tenstep.rpc.protocol.netrpc.gob;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what stands in front of each message of net/rpc, whatever struct the peer has for it: fields are matched by name,
 * and others are skipped, as Go does it. The fields of the last head are those of this object. Used by one thread at a time.
 */
public final class HeadReader {
    private static final int METHOD = 0;
    private static final int SEQ = 1;
    private static final int ERROR = 2;
    private static final int CODE = 3;

    private final GobTypes types;
    /** The number of the last head's type, and for each of its fields the index of the field here, -1 if there is none. */
    private int matched;

    private int[] targets = {};
    /** The same for the types of earlier heads. */
    private final Map<Integer, int[]> all = new HashMap<>();

    private byte[] array = {};
    private int methodStart;
    private int methodEnd;
    private long seq;
    private String error = "";
    private long code;
    private boolean notStarted;

    /** Begins a connection's direction. */
    public HeadReader(KnownTypes types) {
        this.types = types.types();
    }

    /**
     * Reads a head, a whole message with its length. The array is lent until the method's name is no longer needed.
     *
     * @throws MalformedGobException if it is something else; the connection cannot go on
     */
    public void read(byte[] message, int offset, int length) throws MalformedGobException {
        GobInput in = new GobInput(message, offset, offset + length);
        in.beginMessage(length);
        int id = in.typeId();
        GobType type = types.type(id);
        if (!(type instanceof GobType.Struct struct)) {
            throw new MalformedGobException(
                    "gob: " + types.name(id) + " in front of a message (expected: a struct, Request or Response)");
        }
        if (id != matched) {
            int[] known = all.get(id);
            targets = known == null ? match(id, struct) : known;
            matched = id;
        }
        array = message;
        methodStart = offset;
        methodEnd = offset;
        seq = 0;
        error = "";
        code = 0;
        notStarted = false;
        for (int i = in.field(-1, targets.length); i >= 0; i = in.field(i, targets.length)) {
            field(in, targets[i], struct.fields().get(i).type());
        }
        in.endMessage();
    }

    private int[] match(int id, GobType.Struct struct) throws MalformedGobException {
        int[] found = new int[struct.fields().size()];
        for (int i = 0; i < found.length; i++) {
            GobType.Field field = struct.fields().get(i);
            found[i] = HeadWriter.FIELDS.indexOf(field.name());
            if (found[i] >= 0 && types.type(field.type()) != HeadWriter.TYPES.get(found[i])) {
                throw new MalformedGobException("gob: wrong type (" + HeadWriter.TYPES.get(found[i])
                        + ") for received field " + field.name() + " of type " + types.name(field.type()));
            }
        }
        if (found.length > 0 && Arrays.stream(found).allMatch(target -> target < 0)) {
            throw new MalformedGobException("gob: type mismatch: no fields matched compiling decoder for a head");
        }
        all.put(id, found);
        return found;
    }

    private void field(GobInput in, int target, int type) throws MalformedGobException {
        switch (target) {
            case METHOD -> {
                int length = in.count();
                methodStart = in.position();
                in.advance(length);
                methodEnd = in.position();
            }
            case SEQ -> seq = in.uint();
            case ERROR -> error = in.string();
            case CODE -> code = in.uint();
            case CODE + 1 -> notStarted = in.bool();
            default -> types.skip(in, type);
        }
    }

    /** The array in which the name of service and method lies. */
    public byte[] array() {
        return array;
    }

    /** The index of the first byte of that name. */
    public int methodStart() {
        return methodStart;
    }

    /** The index behind the last byte of that name. */
    public int methodEnd() {
        return methodEnd;
    }

    /** The name of service and method as text. */
    public String method() {
        return new String(array, methodStart, methodEnd - methodStart, StandardCharsets.UTF_8);
    }

    /** The client's number of the call, all 64 bits of it. */
    public long seq() {
        return seq;
    }

    /** The text of a failure; empty if there is none. */
    public String error() {
        return error;
    }

    /** The number of a failure's code; 0 if the server did not say. */
    public long code() {
        return code;
    }

    /** Returns whether the server said that the call was not started. */
    public boolean notStarted() {
        return notStarted;
    }
}
