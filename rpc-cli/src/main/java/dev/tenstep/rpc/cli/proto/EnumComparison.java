package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Compares two enums: their constants by number, and what they reserve. */
final class EnumComparison {
    private final Comparison whole;
    private final EnumDescriptor from;
    private final EnumDescriptor to;

    EnumComparison(Comparison whole, EnumDescriptor from, EnumDescriptor to) {
        this.whole = whole;
        this.from = from;
        this.to = to;
    }

    void run() {
        ReservedComparison reserved =
                new ReservedComparison(whole, from, to, numbers(from), names(from), numbers(to), names(to));
        for (EnumValueDescriptor value : from.getValues()) {
            List<String> same = namesOf(to, value.getNumber());
            if (same.isEmpty()) {
                reserved.gone(value, "constant", value.getNumber(), value.getName(), "");
            } else if (!same.contains(value.getName())) {
                whole.breaksSource(
                        value,
                        to.getFullName() + "." + same.get(0),
                        "the constant " + value.getNumber() + " was " + value.getName() + " and is "
                                + String.join(", ", same));
            }
        }
        for (EnumValueDescriptor value : to.getValues()) {
            if (namesOf(from, value.getNumber()).isEmpty()) {
                whole.added(value, "the constant is new");
            }
        }
        reserved.check();
        if (from.isClosed() != to.isClosed()) {
            whole.breaksSource(from, to.getFullName(), "the enum was " + openness(from) + " and is " + openness(to));
        }
    }

    private static String openness(EnumDescriptor type) {
        return type.isClosed() ? "closed" : "open";
    }

    private static List<String> namesOf(EnumDescriptor type, int number) {
        return type.getValues().stream()
                .filter(each -> each.getNumber() == number)
                .map(EnumValueDescriptor::getName)
                .toList();
    }

    private static NumberRanges numbers(EnumDescriptor type) {
        List<NumberRanges.Range> ranges = new ArrayList<>();
        for (EnumReservedRange each : type.toProto().getReservedRangeList()) {
            ranges.add(new NumberRanges.Range(each.getStart(), each.getEnd()));
        }
        return NumberRanges.of(ranges);
    }

    private static List<String> names(EnumDescriptor type) {
        return type.toProto().getReservedNameList();
    }
}
