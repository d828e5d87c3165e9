package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.TextFormat;
import com.squareup.wire.schema.internal.parser.FieldElement;
import dev.tenstep.rpc.serialization.protobuf.ProtoText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A field in protobuf's words. */
final class FieldWords {
    private static final Set<FieldDescriptorProto.Type> NAMED = Set.of(
            FieldDescriptorProto.Type.TYPE_MESSAGE,
            FieldDescriptorProto.Type.TYPE_ENUM,
            FieldDescriptorProto.Type.TYPE_GROUP);
    private static final Map<String, FieldDescriptorProto.Type> SCALARS = Arrays.stream(
                    FieldDescriptorProto.Type.values())
            .filter(each -> !NAMED.contains(each))
            .collect(Collectors.toMap(
                    each -> each.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT), Function.identity()));

    /** The digits of C's FLT_DIG and DBL_DIG, and those that always suffice. */
    private static final List<Integer> FLOAT_DIGITS = List.of(6, 9);

    private static final List<Integer> DOUBLE_DIGITS = List.of(15, 17);

    private FieldWords() {}

    /** Describes a field, whose type may be a relative name. */
    static FieldDescriptorProto.Builder of(FieldElement field, String place) {
        FieldDescriptorProto.Builder built = FieldDescriptorProto.newBuilder()
                .setName(field.getName())
                .setNumber(field.getTag())
                .setLabel(
                        field.getType().startsWith("map<")
                                ? FieldDescriptorProto.Label.LABEL_REPEATED
                                : ProtoMessageEncoder.label(field.getLabel()))
                .setJsonName(field.getJsonName() == null ? ProtoText.jsonName(field.getName()) : field.getJsonName());
        type(built, field.getType());
        String given = field.getDefaultValue();
        if (given != null) {
            built.setDefaultValue(built.hasType() ? defaultValue(built.getType(), given, place) : given);
        }
        return built;
    }

    private static void type(FieldDescriptorProto.Builder built, String type) {
        FieldDescriptorProto.Type scalar = SCALARS.get(type);
        if (scalar != null) {
            built.setType(scalar);
        } else {
            built.setTypeName(type);
        }
    }

    private static String defaultValue(FieldDescriptorProto.Type type, String value, String place) {
        try {
            return switch (type) {
                case TYPE_INT32,
                        TYPE_INT64,
                        TYPE_SINT32,
                        TYPE_SINT64,
                        TYPE_UINT32,
                        TYPE_UINT64,
                        TYPE_FIXED32,
                        TYPE_FIXED64,
                        TYPE_SFIXED32,
                        TYPE_SFIXED64 -> integer(value).toString();
                case TYPE_BYTES -> TextFormat.escapeBytes(ByteString.copyFromUtf8(value));
                case TYPE_FLOAT -> decimal(value, FLOAT_DIGITS, Float::valueOf);
                case TYPE_DOUBLE -> decimal(value, DOUBLE_DIGITS, Double::valueOf);
                default -> value;
            };
        } catch (NumberFormatException e) {
            throw new UnreadableSchemaException(place + ": the default " + value + " (expected: a number)", e);
        }
    }

    /** Writes a number as protoc does: as C's {@code %g}, with more digits if it needs them. */
    private static String decimal(String value, List<Integer> digits, Function<String, Number> parser) {
        if (Set.of("inf", "-inf", "nan", "-nan").contains(value)) {
            return value;
        }
        Number number = parser.apply(value);
        BigDecimal exact = new BigDecimal(number.doubleValue());
        String text = general(exact, digits.get(0));
        return parser.apply(text).equals(number) ? text : general(exact, digits.get(1));
    }

    private static String general(BigDecimal value, int digits) {
        BigDecimal rounded =
                value.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < digits) {
            return rounded.toPlainString();
        }
        String mantissa = rounded.movePointLeft(exponent).toPlainString();
        return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** Reads an integer as C has it. */
    static BigInteger integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        BigInteger value;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.startsWith("0") && digits.length() > 1) {
            value = new BigInteger(digits, 8);
        } else {
            value = new BigInteger(digits);
        }
        return negative ? value.negate() : value;
    }

    /** Describes the message that a map's entries are. */
    static DescriptorProto entry(String name, FieldElement map, String place) {
        String inside = map.getType().substring("map<".length(), map.getType().length() - 1);
        List<String> types = List.of(inside.split(",\\s*", 2));
        FieldDescriptorProto.Builder key = part("key", 1);
        type(key, types.get(0));
        if (!key.hasType()
                || Set.of(
                                FieldDescriptorProto.Type.TYPE_BYTES,
                                FieldDescriptorProto.Type.TYPE_FLOAT,
                                FieldDescriptorProto.Type.TYPE_DOUBLE)
                        .contains(key.getType())) {
            throw new UnreadableSchemaException(
                    place + ": a map's key of type " + types.get(0) + " (expected: an integer, bool or string)");
        }
        FieldDescriptorProto.Builder value = part("value", 2);
        type(value, types.get(1));
        return DescriptorProto.newBuilder()
                .setName(name)
                .addField(key)
                .addField(value)
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .build();
    }

    private static FieldDescriptorProto.Builder part(String name, int number) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setJsonName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    /** Returns the name of a map's entries: {@code ScoresByNameEntry} for {@code scores_by_name}. */
    static String entryName(String field) {
        String json = ProtoText.jsonName("_" + field);
        return json + "Entry";
    }
}
