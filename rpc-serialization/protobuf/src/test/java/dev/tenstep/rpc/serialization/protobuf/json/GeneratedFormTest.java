package dev.tenstep.rpc.serialization.protobuf.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Api;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Message;
import com.google.protobuf.Method;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.protobuf.json.JsonCodec.Value;
import dev.tenstep.rpc.serialization.protobuf.json.generated.GeneratedForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated messages, against protobuf's own JSON. */
final class GeneratedFormTest {
    private static final Descriptor EVERYTHING = everything();
    private static final TypeRegistry TYPES = TypeRegistry.newBuilder()
            .add(EVERYTHING)
            .add(Timestamp.getDescriptor())
            .build();
    private static final Codec CODEC = new JsonCodec(
            new JsonTexts(), GeneratedForm.of(DynamicMessage.getDefaultInstance(EVERYTHING)), Value.WHOLE);

    @RpcService
    interface Apis {
        Holder held(Holder holder);

        Api api(Api api);
    }

    record Holder(Api firstApi, List<Timestamp> times, Map<String, Api> byName) {}

    /** Describes a message with fields of every type, and one of each in a list; those of messages are of google.protobuf. */
    private static Descriptor everything() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("everything.proto")
                .setPackage("test")
                .setSyntax("proto3");
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Everything");
        int number = 1;
        for (FieldDescriptorProto.Type type : FieldDescriptorProto.Type.values()) {
            if (type == FieldDescriptorProto.Type.TYPE_GROUP || type == FieldDescriptorProto.Type.TYPE_MESSAGE) {
                continue;
            }
            String name = type.name().toLowerCase(Locale.ROOT);
            add(message, "one_" + name, number++, type, "Level");
            add(message, "all_" + name, number++, type, "Level").setLabel(repeated());
            add(message, "maybe_" + name, number++, type, "Level")
                    .setProto3Optional(true)
                    .setOneofIndex(message.getOneofDeclCount());
            message.addOneofDeclBuilder().setName("_maybe_" + name);
            if (type != FieldDescriptorProto.Type.TYPE_ENUM
                    && type != FieldDescriptorProto.Type.TYPE_BYTES
                    && type != FieldDescriptorProto.Type.TYPE_FLOAT
                    && type != FieldDescriptorProto.Type.TYPE_DOUBLE) {
                number = addMap(message, type, number);
            }
        }
        for (String known : List.of(
                "Timestamp",
                "Duration",
                "FieldMask",
                "Empty",
                "Any",
                "Struct",
                "Value",
                "ListValue",
                "DoubleValue",
                "FloatValue",
                "Int64Value",
                "UInt64Value",
                "Int32Value",
                "UInt32Value",
                "BoolValue",
                "StringValue",
                "BytesValue")) {
            add(message, "one_" + known, number++, FieldDescriptorProto.Type.TYPE_MESSAGE, "google.protobuf." + known);
            add(message, "all_" + known, number++, FieldDescriptorProto.Type.TYPE_MESSAGE, "google.protobuf." + known)
                    .setLabel(repeated());
        }
        add(message, "nested", number++, FieldDescriptorProto.Type.TYPE_MESSAGE, "test.Everything");
        add(message, "null_value", number++, FieldDescriptorProto.Type.TYPE_ENUM, "google.protobuf.NullValue");
        int either = message.getOneofDeclCount();
        add(message, "left", number++, FieldDescriptorProto.Type.TYPE_INT32, "").setOneofIndex(either);
        add(message, "right", number, FieldDescriptorProto.Type.TYPE_STRING, "").setOneofIndex(either);
        message.addOneofDeclBuilder().setName("either");
        sortOneofs(message, either);
        file.addMessageType(message);
        file.addEnumTypeBuilder()
                .setName("Level")
                .addValue(EnumValueDescriptorProto.newBuilder()
                        .setName("LEVEL_NONE")
                        .setNumber(0))
                .addValue(EnumValueDescriptorProto.newBuilder()
                        .setName("LEVEL_HIGH")
                        .setNumber(7));
        List<FileDescriptor> imported = List.of(
                Timestamp.getDescriptor().getFile(),
                Duration.getDescriptor().getFile(),
                FieldMask.getDescriptor().getFile(),
                Empty.getDescriptor().getFile(),
                Any.getDescriptor().getFile(),
                Struct.getDescriptor().getFile(),
                Int32Value.getDescriptor().getFile());
        imported.forEach(each -> file.addDependency(each.getName()));
        try {
            return FileDescriptor.buildFrom(file.build(), imported.toArray(FileDescriptor[]::new))
                    .findMessageTypeByName("Everything");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the real one-of before those of optional fields, as protobuf wants it. */
    private static void sortOneofs(DescriptorProto.Builder message, int either) {
        DescriptorProto.Builder copy = message.clone();
        message.setOneofDecl(0, copy.getOneofDecl(either));
        for (int i = 0; i < either; i++) {
            message.setOneofDecl(i + 1, copy.getOneofDecl(i));
        }
        message.getFieldBuilderList().stream()
                .filter(field -> field.hasOneofIndex())
                .forEach(field -> field.setOneofIndex(field.getOneofIndex() == either ? 0 : field.getOneofIndex() + 1));
    }

    private static FieldDescriptorProto.Label repeated() {
        return FieldDescriptorProto.Label.LABEL_REPEATED;
    }

    private static FieldDescriptorProto.Builder add(
            DescriptorProto.Builder message, String name, int number, FieldDescriptorProto.Type type, String typeName) {
        var field = message.addFieldBuilder().setName(name).setNumber(number).setType(type);
        if (type == FieldDescriptorProto.Type.TYPE_MESSAGE || type == FieldDescriptorProto.Type.TYPE_ENUM) {
            field.setTypeName("." + (typeName.equals("Level") ? "test.Level" : typeName));
        }
        return field;
    }

    private static int addMap(DescriptorProto.Builder message, FieldDescriptorProto.Type key, int number) {
        String type = key.name().substring(5).toLowerCase(Locale.ROOT);
        String entry = "By" + Character.toUpperCase(type.charAt(0)) + type.substring(1) + "Entry";
        DescriptorProto.Builder nested = message.addNestedTypeBuilder().setName(entry);
        nested.getOptionsBuilder().setMapEntry(true);
        add(nested, "key", 1, key, "");
        add(nested, "value", 2, FieldDescriptorProto.Type.TYPE_MESSAGE, "google.protobuf.Value");
        add(message, "by_" + type, number, FieldDescriptorProto.Type.TYPE_MESSAGE, "test.Everything." + entry)
                .setLabel(repeated());
        return number + 1;
    }

    private static String write(Message message) throws IOException {
        MessageOutput out = new MessageOutput(4);
        CODEC.encode(message, out);
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    private static Message read(String text) throws IOException {
        return (Message) Objects.requireNonNull(
                CODEC.decode(new MessageInput(text.replace('`', '"').getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "one_type_int32: -1 one_type_sint32: -2 one_type_sfixed32: -3 one_type_uint32: 4294967295"
                        + " one_type_fixed32: 4294967294",
                "one_type_int64: -1 one_type_sint64: -2 one_type_sfixed64: -3 one_type_uint64: 18446744073709551615"
                        + " one_type_fixed64: 18446744073709551614",
                "one_type_float: 0.1 one_type_double: 1e300 all_type_float: [nan, inf, -inf] all_type_double: [nan, inf]",
                "one_type_bool: true one_type_string: 'gr\u00f6\u00dfer\\n' one_type_bytes: '\\377\\376\\375'"
                        + " one_type_enum: LEVEL_HIGH",
                "maybe_type_int32: 0 maybe_type_uint64: 0 maybe_type_bool: false maybe_type_string: ''"
                        + " maybe_type_bytes: '' maybe_type_enum: LEVEL_NONE maybe_type_double: 0",
                "all_type_int32: [0, 1] all_type_uint64: [0, 18446744073709551615] all_type_string: ['', 'a']"
                        + " all_type_enum: [LEVEL_NONE, LEVEL_HIGH, 9] all_type_bytes: ['', 'a']",
                "by_int32 {key: -1 value {number_value: 1}} by_uint32 {key: 4294967295 value {bool_value: true}}"
                        + " by_uint64 {key: 18446744073709551615 value {null_value: NULL_VALUE}}"
                        + " by_bool {key: false value {string_value: 'x'}} by_string {key: '' value {list_value {}}}"
                        + " by_sfixed64 {key: -5 value {struct_value {}}}",
                "one_Timestamp {seconds: -1 nanos: 5000} all_Timestamp {} all_Timestamp {seconds: 253402300799 nanos: 999999999}",
                "one_Duration {seconds: -1 nanos: -500000000} all_Duration {} all_Duration {nanos: -1}",
                "one_FieldMask {paths: 'a_b.c_d' paths: 'e'} all_FieldMask {} one_Empty {} all_Empty {}",
                "one_Struct {fields {key: 'a' value {list_value {values {number_value: 0.5} values {null_value: NULL_VALUE}"
                        + " values {struct_value {fields {key: 'b' value {string_value: 'c'}}}}}}}}",
                "one_Value {null_value: NULL_VALUE} all_Value {bool_value: false} all_Value {number_value: -3}",
                "one_Int64Value {} one_UInt64Value {value: 18446744073709551615} one_UInt32Value {value: 4294967295}"
                        + " one_DoubleValue {value: inf} one_BoolValue {} one_StringValue {} one_BytesValue {value: 'a'}"
                        + " all_Int32Value {value: 1} all_Int32Value {}",
                "nested {nested {left: 0}} right: ''",
                "one_Any {[type.googleapis.com/test.Everything] {left: 3 all_type_int32: [1]}} all_Any {}"
                        + " all_Any {[type.googleapis.com/google.protobuf.Timestamp] {seconds: 1}}"
                        + " all_Any {[type.googleapis.com/google.protobuf.Empty] {}}"
            })
    void textIsThatOfProtobufsOwnPrinterAndReadBack(String text) throws IOException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(EVERYTHING);
        TextFormat.Parser.newBuilder().setTypeRegistry(TYPES).build().merge(text, builder);
        Message message = builder.build();
        JsonFormat.Printer printer = JsonFormat.printer().usingTypeRegistry(TYPES);
        assertThat(write(message))
                .isEqualTo(printer.omittingInsignificantWhitespace().print(message));
        assertThat(read(printer.print(message))).isEqualTo(message);
        assertThat(read(printer.preservingProtoFieldNames().print(message))).isEqualTo(message);
        assertThat(read(printer.alwaysPrintFieldsWithNoPresence().print(message)))
                .isEqualTo(message);
    }

    @Test
    void typeOfAnAnyMayComeLast() throws IOException {
        assertThat(write(read("{`oneAny`:{`left`:3,`@type`:`x/test.Everything`}}")))
                .isEqualTo("{\"oneAny\":{\"@type\":\"x/test.Everything\",\"left\":3}}");
    }

    @Test
    void nullIsAbsentExceptWhereItIsAValue() throws IOException {
        assertThat(write(read("{`left`:null,`oneTypeInt32`:null,`allTypeInt32`:null,`byBool`:null,`oneTimestamp`:null,"
                        + "`oneValue`:null,`nullValue`:null,`allValue`:[null],`right`:`r`}")))
                .isEqualTo("{\"oneValue\":null,\"allValue\":[null],\"right\":\"r\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`left`:1,`right`:``} | a second case, \"right\", of test.Everything (expected: one) at /right",
                "{`left`:1,`left`:1} | a second \"left\"",
                "{`byInt32`:{`1`:1,`01`:2}} | two keys that read as 1",
                "{`allTypeInt32`:[null]} | test.Everything.all_type_int32: null (expected: no null elements)",
                "{`oneTypeUint32`:-1} | -1 (expected: a whole number from 0 of 32 bits) at /oneTypeUint32",
                "{`oneTypeUint32`:4294967296} | (expected: a whole number from 0 of 32 bits)",
                "{`oneTypeUint64`:`18446744073709551616`} | (expected: a whole number from 0 of 64 bits)",
                "{`oneTypeUint64`:1e999999999} | (expected: a whole number from 0 of 64 bits)",
                "{`oneTypeEnum`:`LEVEL_LOW`} | LEVEL_LOW for test.Level (expected: one of [LEVEL_NONE, LEVEL_HIGH])",
                "{`oneTimestamp`:`10000-01-01T00:00:00Z`} | (expected: a time like",
                "{`oneTimestamp`:`+10000-01-01T00:00:00Z`} | of the years 1 to 9999) at /oneTimestamp",
                "{`oneDuration`:`315576000001s`} | -315576000000..315576000000 with at most 9 digits of one) at /oneDuration",
                "{`oneFieldMask`:`a_b`} | \"a_b\" (expected: paths in camel case) at /oneFieldMask",
                "{`oneAny`:{`left`:1}} | an Any without \"@type\"",
                "{`oneAny`:{`@type`:`x/y.Z`}} | an Any of the unknown type \"x/y.Z\"",
                "{`nested`:[]} | an array (expected: an object) at /nested"
            })
    void badTextIsRefusedWithItsPlace(String text, String error) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class).hasMessageContaining(error);
    }

    @Test
    void deepMessagesAreRefused() {
        String deep = "{`nested`:".repeat(101) + "{}" + "}".repeat(101);
        assertThatThrownBy(() -> read(deep)).hasMessageContaining("messages nested 101 deep");
        assertThatThrownBy(() -> read("{`oneValue`:" + "[".repeat(150)))
                .hasMessageContaining("messages nested 101 deep");
    }

    @Test
    void generatedMessagesMayBeFieldsOfDerivedOnes() throws IOException {
        Api api = Api.newBuilder()
                .setName("a")
                .addMethods(Method.newBuilder().setName("find").setRequestStreaming(true))
                .build();
        Holder holder = new Holder(api, List.of(Timestamp.getDefaultInstance()), Map.of("b", Api.getDefaultInstance()));
        Codec codec = result("held");
        MessageOutput out = new MessageOutput(4);
        codec.encode(holder, out);
        String text = new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
        assertThat(text)
                .isEqualTo("{\"firstApi\":{\"name\":\"a\",\"methods\":[{\"name\":\"find\",\"requestStreaming\":true}]},"
                        + "\"times\":[\"1970-01-01T00:00:00Z\"],\"byName\":{\"b\":{}}}");
        assertThat(codec.decode(new MessageInput(text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(holder);
        assertThat(result("api").decode(new MessageInput("{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Api.newBuilder().setName("a").build());
    }

    private static Codec result(String name) {
        MethodContract method =
                Objects.requireNonNull(ServiceContract.of(Apis.class).method(name), name);
        return new ProtobufJsonSerializer().bind(method, new MessageShape(Role.RESULT, method.result()));
    }
}
