package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.BitSet;

/**
 * The types that one direction of a connection has defined to its peer. A stream defines each type once, while each
 * document of {@link GobSerializer} defines all of its own: this leaves out those that were sent. All documents must be
 * of one serializer. Used by one thread at a time, in the order in which the bytes are sent.
 */
public final class SentTypes {
    private final BitSet sent = new BitSet();

    /** Begins a connection's direction. */
    public SentTypes() {}

    /**
     * Appends a document to a stream. What it appends must be sent, since later documents leave it out.
     *
     * @throws IOException if the bytes are no document, or do not fit the output
     */
    public void append(byte[] document, int offset, int length, MessageOutput out) throws IOException {
        GobInput in = new GobInput(document, offset, offset + length);
        while (!in.atEnd()) {
            int start = in.position();
            in.beginMessage(length);
            int id = in.typeId();
            in.advance(in.remaining());
            in.endMessage();
            if (id > 0 || !sent.get(-id)) {
                out.write(document, start, in.position() - start);
            }
            if (id < 0) {
                sent.set(-id);
            }
        }
    }
}
