package dev.tenstep.rpc.contract;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Assigns names and numbers to siblings: by {@link Field} if present, otherwise by place in declaration order, from 1.
 * Notes numbers that are out of range or taken.
 */
final class Numbers {
    private static final int LARGEST = 536_870_911;
    private static final int RESERVED_FROM = 19_000;
    private static final int RESERVED_TO = 19_999;

    private final Faults faults;
    private final Map<Integer, String> owners = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private int place;

    Numbers(Faults faults) {
        this.faults = faults;
    }

    /** The number of the next sibling, which has that wire name. */
    int next(String name, @Nullable Field field) {
        place++;
        int number = field == null || field.value() == Field.BY_PLACE ? place : field.value();
        if (number < 1 || number > LARGEST || (number >= RESERVED_FROM && number <= RESERVED_TO)) {
            faults.addHere("@Field(" + number + ") on '" + name + "' (expected: 1.." + LARGEST + " without "
                    + RESERVED_FROM + ".." + RESERVED_TO + ")");
        }
        if (field != null && !field.name().isEmpty() && !Names.isIdentifier(name)) {
            faults.addHere("@Field(name = \"" + name + "\") (expected: A-Z, a-z, 0-9 and _, not a digit first)");
        }
        String flaw = Names.flaw(name);
        if (flaw != null) {
            faults.addHere(flaw);
        }
        if (!names.add(name)) {
            faults.addHere("the name '" + name + "' is used twice (expected: each name once)");
        }
        String owner = owners.putIfAbsent(number, name);
        if (owner != null) {
            faults.addHere("the number " + number + " is used by '" + owner + "' and '" + name
                    + "' (expected: different numbers, by @Field)");
        }
        return number;
    }
}
