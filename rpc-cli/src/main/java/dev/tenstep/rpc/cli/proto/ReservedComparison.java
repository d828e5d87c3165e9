package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.Descriptors.GenericDescriptor;
import java.util.List;

/** Compares the numbers and names that two messages or enums reserve. */
record ReservedComparison(
        Comparison whole,
        GenericDescriptor from,
        GenericDescriptor to,
        NumberRanges numbers,
        List<String> names,
        NumberRanges numbersNow,
        List<String> namesNow) {

    /** Notes what was reserved and no longer is. */
    void check() {
        if (!numbers.within(numbersNow)) {
            whole.breaks(
                    from,
                    to.getFullName(),
                    "the reserved numbers were " + numbers + " and are " + numbersNow + " (expected: no fewer)");
        }
        for (String name : names) {
            if (!namesNow.contains(name)) {
                whole.breaks(
                        from, to.getFullName(), "the name \"" + name + "\" is no longer reserved (expected: it stays)");
            }
        }
    }

    /** Notes an element that is gone, unless it was reserved in its place. */
    void gone(GenericDescriptor element, String kind, int number, String name, String moved) {
        boolean kept = numbersNow.has(number) && (whole.level() == Level.WIRE || namesNow.contains(name));
        if (!kept) {
            String both = number + (whole.level() == Level.WIRE ? "" : " and \"" + name + "\"");
            whole.breaks(
                    element,
                    to.getFullName(),
                    "the " + kind + " " + number + " is gone" + moved + " (expected: it stays, or reserved " + both
                            + ")");
        }
    }
}
