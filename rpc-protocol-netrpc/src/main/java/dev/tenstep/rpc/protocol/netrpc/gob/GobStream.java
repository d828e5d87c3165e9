package dev.tenstep.rpc.protocol.netrpc.gob;

/**
 * The messages of a stream: definitions, which it keeps, and values, which the caller reads. Used by one thread.
 *
 * <pre>{@code
 * GobStream stream = new GobStream(in, mostBytes);
 * for (int id = stream.next(); id != GobStream.END; id = stream.next()) {
 *     Object value = GobValues.read(in, stream.types(), id);
 *     stream.endValue();
 * }
 * }</pre>
 */
final class GobStream {
    /** The number that stands for no value: the stream has ended. */
    static final int END = 0;

    private final GobInput in;
    private final int most;
    private final GobTypes types = new GobTypes();
    private int valueStart;

    /**
     * Begins a stream.
     *
     * @param most the maximum length of a message in bytes
     */
    GobStream(GobInput in, int most) {
        this.in = in;
        this.most = most;
    }

    /** The types that were defined so far. */
    GobTypes types() {
        return types;
    }

    /** The index in the array at which the last value's message begins. */
    int valueStart() {
        return valueStart;
    }

    /**
     * Reads up to the next value.
     *
     * @return the number of its type, or {@link #END}
     */
    int next() throws MalformedGobException {
        while (!in.atEnd()) {
            valueStart = in.position();
            in.beginMessage(most);
            int id = in.typeId();
            if (id > 0) {
                if (!(types.type(id) instanceof GobType.Struct)) {
                    in.zero();
                }
                return id;
            }
            types.define(in, -id);
            in.endMessage();
        }
        return END;
    }

    /** Ends the message of a value, which must have been read completely. */
    void endValue() throws MalformedGobException {
        in.endMessage();
    }
}
