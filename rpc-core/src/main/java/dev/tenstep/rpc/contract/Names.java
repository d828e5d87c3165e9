package dev.tenstep.rpc.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what may be a name on the wire: what every language and protobuf take for one. */
final class Names {
    /** As much of a long one as says which it is. */
    private static final int SHOWN = 20;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern DOTTED = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");

    /** The longest, in characters: what JSON parsers take as a rule. */
    private static final int LONGEST = 1_000;

    private Names() {}

    /** Says why it cannot be a name on the wire, whatever the language is that it comes from; null if it can. */
    static @Nullable String flaw(String name) {
        if (name.length() > LONGEST) {
            String shown = name.substring(0, SHOWN);
            return "a name of " + name.length() + " characters, '" + Texts.wellFormed(shown)
                    + "...' (expected: at most " + LONGEST + ")";
        }
        int half = Texts.halfPair(name);
        return half < 0 ? null : "the name '" + Texts.wellFormed(name) + "' has " + Texts.foundHalf(name, half);
    }

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
