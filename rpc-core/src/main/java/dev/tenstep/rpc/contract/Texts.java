package dev.tenstep.rpc.contract;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for text that crosses: it is characters, so that a surrogate stands in a pair. Data that breaks it is refused when
 * it is written; a text that says to people what went wrong is mended, for it must get there.
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

    /** What was found at that index, for the text of an exception: {@code half a surrogate pair, 0xd83d at index 3}. */
    public static String foundHalf(CharSequence text, int index) {
        return "half a surrogate pair, 0x" + Integer.toHexString(text.charAt(index)) + " at index " + index
                + " (expected: both halves)";
    }

    /**
     * The half of a surrogate pair in an array of chars, for the text of an exception; null if it is text, as an array is that may
     * hold pairs.
     */
    public static @Nullable String flaw(char[] text) {
        CharBuffer chars = CharBuffer.wrap(text);
        int index = halfPair(chars);
        return index < 0 ? null : foundHalf(chars, index);
    }

    /** What was found in a char, for the text of an exception. */
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
