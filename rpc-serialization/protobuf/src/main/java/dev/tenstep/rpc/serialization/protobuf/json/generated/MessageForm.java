package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Message;

/** The JSON form of a kind of generated message, by its descriptor. Used by many threads. */
interface MessageForm {

    /** Writes a message, at that depth among the messages that it lies in. */
    void write(Message message, JsonGenerator out, int depth) throws Throwable;

    /** Reads a message into a new builder, from the parser's current token to the message's last one. */
    void read(JsonParser in, Message.Builder into, int depth) throws Throwable;

    /** Returns whether a JSON null is a value of this kind, and not its absence. */
    default boolean takesNull() {
        return false;
    }

    /** Returns whether the form is an object with the message's own fields, to which a name can be added. */
    default boolean hasFields() {
        return false;
    }
}
