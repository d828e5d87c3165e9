package dev.tenstep.rpc.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what may be a name on the wire: what every language and protobuf take for one. */
final class Names {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern DOTTED = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");

    private Names() {}

    /** The name on the wire of what is annotated so, or not at all, and called so in Java. */
    static String onWire(@Nullable Field field, String javaName) {
        return field == null || field.name().isEmpty() ? javaName : field.name();
    }

    static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches();
    }

    static boolean isDotted(String name) {
        return DOTTED.matcher(name).matches();
    }
}
