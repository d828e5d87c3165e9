package dev.tenstep.rpc.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Finds the names that somebody may have meant by one that is not known. */
public final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /** The known names with the smallest edit distance, upper and lower case being one, at most three, sorted. */
    public static List<String> of(String name, Collection<String> known) {
        int nearest = known.stream().mapToInt(k -> whateverCase(name, k)).min().orElse(0);
        return known.stream()
                .filter(k -> whateverCase(name, k) == nearest)
                .sorted()
                .limit(MOST)
                .toList();
    }

    private static int whateverCase(String from, String to) {
        return distance(from.toLowerCase(Locale.ROOT), to.toLowerCase(Locale.ROOT));
    }

    /** The number of characters to add, remove or replace to get from one to the other (Levenshtein). */
    static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
