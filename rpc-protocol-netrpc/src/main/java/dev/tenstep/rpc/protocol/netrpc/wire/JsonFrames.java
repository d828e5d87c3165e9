package dev.tenstep.rpc.protocol.netrpc.wire;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the objects of a stream of JSON end, which follow each other with or without space between them. An object
 * that comes in pieces is put together. Event loop only.
 */
public final class JsonFrames {
    /** The bytes that an object may have besides its message. */
    private static final int ENVELOPE = 4 << 10;

    private static final int FIRST_CAPACITY = 512;

    private final MemoryBudget.Share memory;
    private final long most;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean complete;
    private boolean blank;
    private @Nullable MessageOutput pieces;
    private int held;
    private long begunNanos;
    private long grownNanos;

    /** Takes a whole object; the array is lent for the call. */
    public interface Sink {
        /** Takes it. */
        void object(byte[] array, int start, int end);
    }

    /**
     * Begins a connection's direction.
     *
     * @param maxMessage the longest message in an object, in bytes
     */
    public JsonFrames(MemoryBudget.Share memory, int maxMessage) {
        this.memory = memory;
        this.most = (long) maxMessage + ENVELOPE;
    }

    /**
     * Returns the length of the space, the object or the piece of one that begins there.
     *
     * @throws ProtocolException if it is something else, or too long
     */
    public int length(byte[] a, int start, int end) {
        int at = start;
        complete = false;
        blank = false;
        if (depth == 0) {
            while (at < end && isSpace(a[at])) {
                at++;
            }
            if (at > start) {
                blank = true;
                return at - start;
            }
            if (a[at] != '{') {
                throw new ProtocolException("byte " + (a[at] & 0xff) + " (expected: an object)");
            }
        }
        while (at < end && !complete) {
            scan(a[at++]);
        }
        int before = pieces == null ? 0 : pieces.position();
        if ((long) before + at - start > most) {
            throw new ProtocolException("an object of more than " + most + " bytes (expected: at most as many)");
        }
        return at - start;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void scan(byte b) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
        } else if (b == '"') {
            inString = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            complete = --depth == 0;
        }
    }

    /** Takes what has that length. */
    public void take(byte[] array, int start, int end, Sink sink) {
        if (blank) {
            return;
        }
        if (complete && pieces == null) {
            sink.object(array, start, end);
            return;
        }
        append(array, start, end);
        MessageOutput whole = pieces;
        if (complete && whole != null) {
            pieces = null;
            try {
                sink.object(whole.array(), 0, whole.position());
            } finally {
                close();
            }
        }
    }

    private void append(byte[] array, int start, int end) {
        MessageOutput to = pieces;
        grownNanos = System.nanoTime();
        if (to == null) {
            to = new MessageOutput(Math.max(FIRST_CAPACITY, end - start));
            pieces = to;
            begunNanos = grownNanos;
        }
        try {
            to.write(array, start, end - start);
        } catch (IOException e) {
            throw new IllegalStateException("too large without a limit", e);
        }
        int more = to.array().length - held;
        if (more > 0 && !memory.take(more)) {
            throw new ProtocolException(memory.noRoom("an object of more than " + to.position() + " bytes"));
        }
        held += more;
    }

    /** Returns whether an object has come in part. */
    public boolean partial() {
        return pieces != null;
    }

    /** The time when that object began, by {@link System#nanoTime()}. */
    public long begunNanos() {
        return begunNanos;
    }

    /** The time when the last piece of it came. */
    public long grownNanos() {
        return grownNanos;
    }

    /** Drops the object that has come in part. */
    public void close() {
        pieces = null;
        memory.held().add(-held);
        held = 0;
    }
}
