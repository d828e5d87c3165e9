package dev.tenstep.rpc.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The compression settings of one side of a connection: how it compresses what it sends, and what it understands.
 *
 * @param known the compressors that this side has
 * @param chosen the name of the compressor for messages of {@code threshold} bytes and more; {@link #NONE} for none
 * @param threshold the shortest message that is compressed, in bytes
 */
public record Compression(List<Compressor> known, String chosen, int threshold) {
    /** The name for no compressor: messages are sent as they are. */
    public static final String NONE = "none";

    /** Nothing is compressed, and nothing compressed is understood. */
    public static final Compression OFF = new Compression(List.of(), NONE, 0);

    private static final Pattern NAME = Pattern.compile("(?!none$)[a-z0-9-]{1,32}");

    /** Copies the list, checks the names, and checks that the chosen one is there. */
    public Compression {
        known = List.copyOf(known);
        for (Compressor each : known) {
            if (!NAME.matcher(each.name()).matches()) {
                throw new IllegalArgumentException(
                        "compressor " + each.name() + " of " + each.getClass().getName()
                                + " (expected: a name of 1 to 32 lower-case letters, digits or dashes)");
            }
        }
        check(chosen, known);
    }

    private static void check(String name, List<Compressor> known) {
        if (!name.equals(NONE) && known.stream().noneMatch(each -> each.name().equals(name))) {
            List<String> expected = new ArrayList<>(List.of(NONE));
            known.forEach(each -> expected.add(each.name()));
            throw new IllegalArgumentException(
                    "rpc.compression: " + name + " (expected one of: " + String.join(", ", expected) + ")");
        }
    }

    /**
     * Checks a compressor's name from a call's options.
     *
     * @throws IllegalArgumentException if there is no such compressor, listing those that there are
     */
    public void check(@Nullable String name) {
        if (name != null) {
            check(name, known);
        }
    }

    /** The names of the compressors that this side has. */
    public List<String> names() {
        return known.stream().map(Compressor::name).toList();
    }
}
