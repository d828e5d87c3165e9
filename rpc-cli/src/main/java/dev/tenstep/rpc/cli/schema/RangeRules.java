package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of protoc for what messages and enums reserve, and for the numbers of extensions. */
final class RangeRules {
    private final SchemaRules.Refusal refusal;
    private final List<Range> before = new ArrayList<>();

    RangeRules(SchemaRules.Refusal refusal) {
        this.refusal = refusal;
    }

    /** Numbers, both inclusive. */
    private record Range(String kind, long first, long last) {
        boolean overlaps(Range other) {
            return first <= other.last && other.first <= last;
        }

        @Override
        public String toString() {
            return kind + " " + first + (first == last ? "" : " to " + last);
        }
    }

    void check(Descriptor message) {
        DescriptorProto written = message.toProto();
        written.getReservedRangeList()
                .forEach(each ->
                        add(message, new Range("reserved", each.getStart(), each.getEnd() - 1L), 1, Integer.MAX_VALUE));
        boolean set = message.getOptions().getMessageSetWireFormat();
        List<Range> extended = written.getExtensionRangeList().stream()
                .map(each -> new Range("extensions", each.getStart(), each.getEnd() - 1L))
                .toList();
        extended.forEach(each -> add(message, each, 1, set ? Integer.MAX_VALUE : FieldRules.MAX_NUMBER));
        for (Range range : extended) {
            for (FieldDescriptor field : message.getFields()) {
                if (range.first <= field.getNumber() && field.getNumber() <= range.last) {
                    throw refusal.wrong(field, "a number of " + range, "one that is no extension's");
                }
            }
        }
        names(message, written.getReservedNameList());
    }

    void check(EnumDescriptor type) {
        EnumDescriptorProto written = type.toProto();
        written.getReservedRangeList()
                .forEach(each -> add(
                        type,
                        new Range("reserved", each.getStart(), each.getEnd()),
                        Integer.MIN_VALUE,
                        Integer.MAX_VALUE));
        names(type, written.getReservedNameList());
    }

    private void add(GenericDescriptor owner, Range range, long least, long most) {
        if (range.first > range.last) {
            throw refusal.wrong(owner, range.toString(), "the lower number first");
        }
        if (range.first < least || range.last > most) {
            throw refusal.wrong(owner, range.toString(), least + ".." + most);
        }
        for (Range each : before) {
            if (each.overlaps(range)) {
                throw refusal.wrong(owner, range + " overlaps " + each, "ranges that do not overlap");
            }
        }
        before.add(range);
    }

    private void names(GenericDescriptor owner, List<String> reserved) {
        Set<String> seen = new HashSet<>();
        for (String each : reserved) {
            if (!seen.add(each)) {
                throw refusal.wrong(owner, "reserved \"" + each + "\" is there twice", "each name once");
            }
        }
    }
}
