package dev.tenstep.rpc.contract;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for text on the wire: it consists of characters, so surrogates come in pairs. Data that breaks it is
 * refused when it is written; a text that tells people what went wrong is repaired, since it must get there.
 */
public final class Texts {
    private Texts() {}

    /** The index of the first surrogate without its other half; -1 if there is none. */
    public static int halfPair(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /**
     * A description of the half pair at that index, for the text of an exception: {@code half a surrogate pair, 0xd83d
     * at index 3}.
     */
    public static String foundHalf(CharSequence text, int index) {
        return "half a surrogate pair, 0x" + Integer.toHexString(text.charAt(index)) + " at index " + index
                + " (expected: both halves)";
    }

    /**
     * A description of a half surrogate pair in an array of chars, for the text of an exception; null if there is none,
     * since an array may hold whole pairs.
     */
    public static @Nullable String flaw(char[] text) {
        CharBuffer chars = CharBuffer.wrap(text);
        int index = halfPair(chars);
        return index < 0 ? null : foundHalf(chars, index);
    }

    /** A description of a lone surrogate, for the text of an exception. */
    public static String foundHalf(char half) {
        return "a char that is half a surrogate pair, 0x" + Integer.toHexString(half)
                + " (expected: a whole character; a String takes both halves)";
    }

    /** The text with a question mark for each half of a pair; null for null. */
    public static @Nullable String wellFormed(@Nullable String text) {
        return text == null || halfPair(text) < 0
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
