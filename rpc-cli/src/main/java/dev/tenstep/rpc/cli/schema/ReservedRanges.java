package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.ReservedElement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import kotlin.ranges.IntRange;

/** The numbers and names that messages and enums reserve. */
final class ReservedRanges {
    /** The number that Wire's parser reads for {@code max}. */
    private static final int MAX = 536_870_911;

    private ReservedRanges() {}

    static void add(MessageElement message, DescriptorProto.Builder built, Function<Location, String> places) {
        for (Object value : values(message.getReserveds())) {
            if (value instanceof String name) {
                built.addReservedName(name);
            } else {
                IntRange range = range(value);
                built.addReservedRange(
                        ReservedRange.newBuilder().setStart(range.getFirst()).setEnd(range.getLast() + 1));
            }
        }
        Stream.concat(
                        message.getFields().stream(),
                        message.getOneOfs().stream().flatMap(each -> each.getFields().stream()))
                .forEach((FieldElement each) -> refuse(
                        message.getReserveds(), each.getTag(), each.getName(), places.apply(each.getLocation())));
    }

    static void add(EnumElement type, EnumDescriptorProto.Builder built, Function<Location, String> places) {
        for (Object value : values(type.getReserveds())) {
            if (value instanceof String name) {
                built.addReservedName(name);
            } else {
                IntRange range = range(value);
                built.addReservedRange(EnumReservedRange.newBuilder()
                        .setStart(range.getFirst())
                        .setEnd(range.getLast() == MAX ? Integer.MAX_VALUE : range.getLast()));
            }
        }
        type.getConstants()
                .forEach((EnumConstantElement each) ->
                        refuse(type.getReserveds(), each.getTag(), each.getName(), places.apply(each.getLocation())));
    }

    private static void refuse(List<ReservedElement> reserved, int number, String name, String place) {
        for (Object value : values(reserved)) {
            boolean taken = value instanceof String text
                    ? text.equals(name)
                    : range(value).contains(number);
            if (taken) {
                throw new UnreadableSchemaException(place + ": " + name + " = " + number
                        + " is reserved (expected: a name and a number that are not)");
            }
        }
    }

    private static List<Object> values(List<ReservedElement> reserved) {
        return reserved.stream().flatMap(each -> each.getValues().stream()).toList();
    }

    /** Returns a number or a range of them as a range. */
    static IntRange range(Object value) {
        return value instanceof IntRange range ? range : new IntRange((Integer) value, (Integer) value);
    }
}
