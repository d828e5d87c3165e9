package dev.tenstep.rpc.protocol.netrpc.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.protocol.netrpc.gob.JsonTexts;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads the members of an object: by their names without regard to case, the last one of a name, as Go does. Values may be
 * taken as parts of the array, to be read by somebody else. Used by one thread at a time.
 */
public final class JsonObject {
    private final Member member;
    private int start;

    /** Takes a member. */
    public interface Member {
        /**
         * Takes a member, at whose value the parser is, and leaves it at the end of that.
         *
         * @param name in lower case
         */
        void member(String name, JsonParser in) throws IOException;
    }

    /** Makes one. */
    public JsonObject(Member member) {
        this.member = member;
    }

    /**
     * Reads an object.
     *
     * @throws ProtocolException if it is malformed
     */
    public void read(byte[] array, int from, int end) {
        start = from;
        try (JsonParser in = JsonTexts.parser(array, from, end - from)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                member.member(name.toLowerCase(Locale.ROOT), in);
            }
        } catch (JacksonException e) {
            throw new ProtocolException("malformed JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes cannot be read", e);
        }
    }

    /** Returns the index in the array of the value that the parser is at. */
    public int valueStart(JsonParser in) {
        return start + (int) in.currentTokenLocation().getByteOffset();
    }

    /** Returns the index behind that value, and leaves the parser there. */
    public int valueEnd(JsonParser in) throws IOException {
        in.skipChildren();
        in.finishToken();
        return start + (int) in.currentLocation().getByteOffset();
    }
}
