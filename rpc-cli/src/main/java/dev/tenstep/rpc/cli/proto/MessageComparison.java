package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Compares two messages: their fields by number, oneofs by name, and what they reserve. */
final class MessageComparison {
    private final Comparison whole;
    private final Descriptor from;
    private final Descriptor to;

    MessageComparison(Comparison whole, Descriptor from, Descriptor to) {
        this.whole = whole;
        this.from = from;
        this.to = to;
    }

    void run() {
        for (FieldDescriptor field : from.getFields()) {
            FieldDescriptor same = to.findFieldByNumber(field.getNumber());
            if (same == null) {
                gone(field);
            } else {
                new FieldComparison(whole, field, same).run();
            }
        }
        for (FieldDescriptor field : to.getFields()) {
            if (from.findFieldByNumber(field.getNumber()) == null) {
                added(field);
            }
        }
        for (OneofDescriptor oneOf : from.getRealOneofs()) {
            if (to.getRealOneofs().stream().noneMatch(each -> each.getName().equals(oneOf.getName()))) {
                whole.breaksSource(oneOf, to.getFullName(), "the oneof is gone (expected: it stays, under this name)");
            }
        }
        reserved().check();
        if (!extensions(from).within(extensions(to))) {
            whole.breaksSource(
                    from,
                    to.getFullName(),
                    "the numbers for extensions were " + extensions(from) + " and are " + extensions(to)
                            + " (expected: no fewer)");
        }
    }

    private void gone(FieldDescriptor field) {
        if (field.isRequired()) {
            whole.breaks(field, to.getFullName(), "the required field is gone (expected: it stays)");
            return;
        }
        String moved = to.getFields().stream()
                .filter(each -> each.getName().equals(field.getName()))
                .map(each -> "; the name has the number " + each.getNumber() + " now")
                .findFirst()
                .orElse("");
        reserved().gone(field, "field", field.getNumber(), field.getName(), moved);
    }

    private void added(FieldDescriptor field) {
        if (field.isRequired()) {
            whole.breaks(
                    from,
                    field.getFullName(),
                    "the required field " + field.getName() + " is new (expected: an optional one)");
        } else {
            whole.added(field, "the field is new");
        }
    }

    private ReservedComparison reserved() {
        return new ReservedComparison(whole, from, to, numbers(from), names(from), numbers(to), names(to));
    }

    private static NumberRanges numbers(Descriptor message) {
        List<NumberRanges.Range> ranges = new ArrayList<>();
        for (DescriptorProto.ReservedRange each : message.toProto().getReservedRangeList()) {
            ranges.add(new NumberRanges.Range(each.getStart(), each.getEnd() - 1));
        }
        return NumberRanges.of(ranges);
    }

    private static NumberRanges extensions(Descriptor message) {
        List<NumberRanges.Range> ranges = new ArrayList<>();
        for (ExtensionRange each : message.toProto().getExtensionRangeList()) {
            ranges.add(new NumberRanges.Range(each.getStart(), each.getEnd() - 1));
        }
        return NumberRanges.of(ranges);
    }

    private static List<String> names(Descriptor message) {
        return message.toProto().getReservedNameList();
    }
}
