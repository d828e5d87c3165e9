package dev.tenstep.rpc.contract;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Assigns names and numbers to siblings: by {@link Field} if present, otherwise by place in declaration order, from 1,
 * without the places that are {@link Reserved}. Notes numbers that are out of range, taken or reserved.
 */
final class Numbers {
    private static final int LARGEST = 536_870_911;
    private static final int RESERVED_FROM = 19_000;
    private static final int RESERVED_TO = 19_999;
    private static final String VALID = "1.." + LARGEST + " without " + RESERVED_FROM + ".." + RESERVED_TO;

    private final Faults faults;
    private final Map<Integer, String> owners = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Integer> reserved;
    private final Set<String> reservedNames;
    private int place;

    /** Makes numbers for what is inside an element, which may have reserved some. */
    Numbers(Faults faults, AnnotatedElement owner) {
        this.faults = faults;
        Reserved given = owner.getAnnotation(Reserved.class);
        this.reserved = given == null
                ? Set.of()
                : Arrays.stream(given.numbers()).boxed().collect(Collectors.toSet());
        this.reservedNames = given == null ? Set.of() : Set.copyOf(Arrays.asList(given.names()));
        checkReserved();
    }

    private void checkReserved() {
        for (int number : reserved) {
            if (!valid(number)) {
                faults.addHere("@Reserved(numbers = " + number + ") (expected: " + VALID + ")");
            }
        }
        for (String name : reservedNames) {
            if (!Names.isIdentifier(name)) {
                faults.addHere(
                        "@Reserved(names = \"" + name + "\") (expected: A-Z, a-z, 0-9 and _, not a digit first)");
            }
        }
    }

    private static boolean valid(int number) {
        return number >= 1 && number <= LARGEST && (number < RESERVED_FROM || number > RESERVED_TO);
    }

    /** The number of the next sibling, which has that wire name. */
    int next(String name, @Nullable Field field) {
        do {
            place++;
        } while (reserved.contains(place));
        int number = field == null || field.value() == Field.BY_PLACE ? place : field.value();
        if (!valid(number)) {
            faults.addHere("@Field(" + number + ") on '" + name + "' (expected: " + VALID + ")");
        }
        if (reserved.contains(number)) {
            faults.addHere("the number " + number + " of '" + name + "' is reserved (expected: another, by @Field)");
        }
        if (reservedNames.contains(name)) {
            faults.addHere("the name '" + name + "' is reserved (expected: another, by @Field(name = ...))");
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
