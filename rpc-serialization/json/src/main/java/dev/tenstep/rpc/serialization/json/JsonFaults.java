package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.io.IOException;
import java.util.regex.Pattern;

/** Rewords Jackson's errors for users, without positions in a source that they do not see. */
final class JsonFaults {
    private static final Pattern SOURCE = Pattern.compile("\\s*(?:\\(start marker )?(?:at|in) \\[Source:[^\\]]*]\\)?");

    /** The package of a class, and its enclosing classes. */
    private static final Pattern PACKAGE = Pattern.compile("(?:[a-z][a-z0-9_]*\\.){2,}(?:[A-Z]\\w*\\$)*(?=[A-Z])");

    private JsonFaults() {}

    /** Returns the same fault as an exception of this module. */
    static IOException of(JacksonException e) {
        return new IOException(text(e), e);
    }

    /** Describes the fault, the path to it inside the value, and its place in the message. */
    static String text(JacksonException e) {
        StringBuilder way = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            for (Reference step : mapping.getPath()) {
                way.append(way.isEmpty() ? " at " : "->");
                String name = step.getFieldName();
                way.append(name == null ? "[" + step.getIndex() + "]" : "[\"" + name + "\"]");
            }
        }
        String text = SOURCE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
        text = PACKAGE.matcher(text).replaceAll("");
        JsonLocation place = e.getLocation();
        return text
                + way
                + (place == null || place.getLineNr() < 1
                        ? ""
                        : " (line: " + place.getLineNr() + ", column: " + place.getColumnNr() + ")");
    }
}
