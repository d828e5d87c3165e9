package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads documents of one type. The definitions in front of a value are matched with the Java type once: a
 * document that begins with the same bytes as one before is read without a look at them. Used by many threads at once.
 */
final class GobCodec implements Codec {
    /** The most definitions that are remembered: one for each peer that numbers its types in its own way. */
    private static final int REMEMBERED = 8;

    /** The longest definitions that are remembered, in bytes. */
    static final int LONGEST = 16 << 10;

    private final Plan plan;
    /** True for parameters: the value is the sole element of an array, or there is none. */
    private final boolean spread;

    private final String where;
    private final byte[] definitions;
    private final boolean struct;

    /** Replaced and never changed; when two threads add one at once, one is lost, and found again later. */
    private volatile Known[] known = new Known[0];

    /**
     * Makes the codec of a message.
     *
     * @param spread whether the message is an array of parameters, of which the value is the only one
     */
    GobCodec(Plan plan, boolean spread, String where) {
        this.plan = plan;
        this.spread = spread;
        this.where = where;
        definitions = Definitions.of(plan);
        struct = plan instanceof StructPlan || plan instanceof NothingPlan;
    }

    Plan plan() {
        return plan;
    }

    /** Returns whether the message is an array of parameters, of which the value is the only one. */
    boolean spread() {
        return spread;
    }

    /** Definitions, and the reader of a value of one of the types that they define. */
    private record Known(byte[] definitions, int id, boolean struct, ValueReader reader) {}

    @Override
    public void encode(@Nullable Object message, MessageOutput target) throws IOException {
        Object value = message(message);
        try {
            GobOutput out = new GobOutput(target);
            out.raw(definitions);
            int start = out.beginMessage();
            out.integer(plan.id());
            if (!struct) {
                out.uint(0);
            }
            plan.write(out, value);
            out.endMessage(start);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        } catch (Throwable t) {
            throw failure(where, t);
        }
    }

    /** Returns the value to write: something for null where gob has no other word for it. */
    private Object message(@Nullable Object message) {
        if (plan instanceof NothingPlan) {
            return NothingPlan.NOTHING;
        }
        Object value = spread && message != null ? ((Object[]) message)[0] : message;
        Object sent = value == null ? plan.absent() : value;
        if (sent == null) {
            throw new IllegalArgumentException(
                    where + ": null as a whole message (expected: a value, for gob has no null outside of fields)");
        }
        return sent;
    }

    @Override
    public @Nullable Object decode(MessageInput source) throws IOException {
        GobInput in = new GobInput(source.array(), source.position(), source.end());
        try {
            Object value = reader(in).read(in);
            in.endMessage();
            if (!in.atEnd()) {
                throw in.malformed(in.remaining() + " bytes follow the value (expected: none)");
            }
            source.position(source.end());
            if (plan instanceof NothingPlan) {
                return spread ? new Object[0] : null;
            }
            return spread ? new Object[] {value} : value;
        } catch (Throwable t) {
            throw failure(where, t);
        }
    }

    /** Reads up to the value, and returns its reader. */
    private ValueReader reader(GobInput in) throws MalformedGobException {
        int start = in.position();
        for (Known each : known) {
            if (in.startsWith(each.definitions())) {
                in.advance(each.definitions().length);
                if (in.beginsValue(each.id(), each.struct())) {
                    return each.reader();
                }
                in.restart(start);
            }
        }
        return match(in, start);
    }

    private ValueReader match(GobInput in, int start) throws MalformedGobException {
        GobStream stream = new GobStream(in, in.remaining());
        int id = stream.next();
        if (id == GobStream.END) {
            throw in.malformed("the message ends without a value (expected: one)");
        }
        ValueReader reader = plan.reader(id, new Matching(stream.types()));
        if (reader == null) {
            throw new MalformedGobException("gob: decoding into local type *" + plan.goName()
                    + ", received remote type " + stream.types().name(id));
        }
        byte[] seen = in.copy(start, stream.valueStart());
        if (seen.length <= LONGEST) {
            Known[] before = known;
            int kept = Math.min(before.length, REMEMBERED - 1);
            Known[] after = new Known[kept + 1];
            System.arraycopy(before, 0, after, 1, kept);
            after[0] = new Known(seen, id, stream.types().type(id) instanceof GobType.Struct, reader);
            known = after;
        }
        return reader;
    }

    /** Maps a failure to the exception to throw. Unchecked exceptions of users' own code pass through. */
    static IOException failure(String where, Throwable t) {
        if (t instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof IOException io ? io : new IOException(where + ": " + t, t);
    }
}
