package dev.tenstep.rpc.serialization.protobuf.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A few words that are found by their characters, without a string: a table of twice their number, with the next place free. */
final class Words {
    private final @Nullable String[] words;
    private final int[] indices;

    /** Makes a table of words; of two that are equal, the first counts. */
    Words(List<String> all) {
        int size = Integer.highestOneBit(Math.max(1, all.size())) * 4;
        words = new String[size];
        indices = new int[size];
        for (int i = 0; i < all.size(); i++) {
            String word = all.get(i);
            if (find(word.toCharArray(), 0, word.length()) < 0) {
                int place = word.hashCode() & (size - 1);
                while (words[place] != null) {
                    place = (place + 1) & (size - 1);
                }
                words[place] = word;
                indices[place] = i;
            }
        }
    }

    /** Returns the index of the word that those characters are, or -1. */
    int find(char[] text, int offset, int length) {
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i]; // as String.hashCode
        }
        int place = hash & (words.length - 1);
        for (String word = words[place]; word != null; word = words[place]) {
            if (isWord(word, text, offset, length)) {
                return indices[place];
            }
            place = (place + 1) & (words.length - 1);
        }
        return -1;
    }

    private static boolean isWord(String word, char[] text, int offset, int length) {
        if (word.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word.charAt(i) != text[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
