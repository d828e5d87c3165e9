package dev.tenstep.rpc.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks wire names: valid ones are identifiers in every language and in protobuf. */
final class Names {
    /** The length to which error texts shorten a long name, enough to recognize it. */
    private static final int SHOWN = 20;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern DOTTED = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");

    /** The maximum length in characters, which JSON parsers usually accept. */
    private static final int LONGEST = 1_000;

    private Names() {}

    /** The reason that it cannot be a wire name, whatever language it comes from; null if it can. */
    static @Nullable String flaw(String name) {
        if (name.length() > LONGEST) {
            String shown = name.substring(0, SHOWN);
            return "a name of " + name.length() + " characters, '" + Texts.wellFormed(shown)
                    + "...' (expected: at most " + LONGEST + ")";
        }
        int half = Texts.halfPair(name);
        return half < 0 ? null : "the name '" + Texts.wellFormed(name) + "' has " + Texts.foundHalf(name, half);
    }

    /** The wire name of an element with that annotation, if any, and that Java name. */
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
