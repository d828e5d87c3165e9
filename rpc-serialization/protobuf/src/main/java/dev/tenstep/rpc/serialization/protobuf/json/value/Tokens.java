package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import java.io.IOException;

/** Checks of what a parser is at. */
public final class Tokens {
    private static final int SHOWN = 60;

    private Tokens() {}

    /** Returns the text of the string that the parser is at. */
    public static String string(JsonParser in, String expected) throws IOException {
        checkString(in, expected);
        return in instanceof MessageParser parser ? parser.text() : in.getText();
    }

    static void checkString(JsonParser in, String expected) throws IOException {
        if (!in.hasToken(JsonToken.VALUE_STRING)) {
            throw unexpected(in, expected);
        }
    }

    /** Refuses what the parser is at. */
    public static MalformedMessageException unexpected(JsonParser in, String expected) throws IOException {
        JsonToken token = in.currentToken();
        String found = token == null
                ? "the end"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "\"" + shown(in.getText()) + "\"";
                    default -> shown(in.getText());
                };
        return new MalformedMessageException(found + " (expected: " + expected + ")");
    }

    /** Returns a text that may be long as errors show it. */
    public static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }
}
