package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Empty;
import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.contract.Wire.Encoding;
import dev.tenstep.rpc.serialization.protobuf.Schema.Constant;
import dev.tenstep.rpc.serialization.protobuf.Schema.EnumType;
import dev.tenstep.rpc.serialization.protobuf.Schema.Known;
import dev.tenstep.rpc.serialization.protobuf.Schema.Label;
import dev.tenstep.rpc.serialization.protobuf.Schema.MessageType;
import dev.tenstep.rpc.serialization.protobuf.Schema.Scalar;
import dev.tenstep.rpc.serialization.protobuf.Schema.Thrown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Derives the schema of one method. */
final class SchemaBuilder {
    private final MethodContract method;
    private final String file;
    private final String prefix;
    private final MessageNames names = new MessageNames();
    private final Map<Object, Schema.Type> known = new HashMap<>();
    private final List<MessageType> messages = new ArrayList<>();
    private final List<EnumType> enums = new ArrayList<>();

    SchemaBuilder(MethodContract method) {
        this.method = method;
        int dot = method.service().lastIndexOf('.');
        this.file = dot < 0 ? "" : method.service().substring(0, dot);
        this.prefix = method.service().substring(dot + 1) + MessageNames.capitalized(method.name());
    }

    Schema build() {
        Schema.Type request = request();
        Schema.Type reply =
                Roots.isVoid(method.result()) ? new Known(Empty.getDescriptor()) : root(method.result(), "Response");
        Schema.Type element =
                method.stream() == null ? null : root(method.stream().element(), "Element");
        List<Thrown> exceptions = IntStream.range(0, method.exceptions().size())
                .mapToObj(i -> new Thrown(
                        method.exceptionName(i), single(method.exceptions().get(i), Encoding.VARINT)))
                .toList();
        return new Schema(
                file,
                request,
                reply,
                element,
                method.resultStreams(),
                exceptions,
                List.copyOf(messages),
                List.copyOf(enums));
    }

    private Schema.Type request() {
        TypeModel sole = Roots.soleMessage(method.parameters());
        if (sole != null) {
            return single(sole, Encoding.VARINT);
        }
        MessageType request = message(method.parameters(), prefix + "Request", prefix + "Request");
        addFields(request, method.parameters());
        return request;
    }

    /** Returns the message that is a value, or has it as its only field. */
    private Schema.Type root(TypeModel type, String suffix) {
        if (Roots.isMessage(type)) {
            return single(type, Encoding.VARINT);
        }
        String name = prefix + suffix;
        MessageType reply = message(name, name, name);
        add(reply, "result", 1, type, Encoding.VARINT);
        return reply;
    }

    private MessageType message(Object key, String preferred, String otherwise) {
        MessageType message = new MessageType(names.claim(preferred, otherwise), false);
        known.put(key, message);
        messages.add(message);
        return message;
    }

    private void addFields(MessageType message, ObjectModel model) {
        for (FieldModel field : model.fields()) {
            add(message, field.name(), field.number(), field.type(), field.encoding());
        }
    }

    private void add(MessageType message, String javaName, int number, TypeModel type, Encoding encoding) {
        Label label = Label.PLAIN;
        Schema.Type fieldType;
        if (type instanceof CollectionModel collection) {
            label = Label.REPEATED;
            fieldType = single(collection.element(), encoding);
        } else if (type instanceof MapModel map) {
            label = Label.REPEATED;
            fieldType = entry(javaName, map, encoding);
        } else {
            boolean primitive = type instanceof ScalarModel scalar && scalar.primitive();
            fieldType = single(type instanceof OptionalModel optional ? optional.value() : type, encoding);
            label = fieldType instanceof Scalar && !primitive ? Label.OPTIONAL : Label.PLAIN;
        }
        String name = MessageNames.snake(javaName);
        for (Schema.Field other : message.fields()) {
            if (other.name().equals(name)) {
                throw new ContractException(message.name() + ": '" + other.jsonName() + "' and '" + javaName
                        + "' are both " + name + " in protobuf (expected: names that differ), for method "
                        + method.displayName());
            }
        }
        message.fields().add(new Schema.Field(name, javaName, number, label, fieldType));
    }

    /** Returns the type for one value; containers get a message around them. */
    private Schema.Type single(TypeModel type, Encoding encoding) {
        if (type instanceof ScalarModel scalar) {
            return scalar(scalar.kind(), encoding);
        }
        if (type instanceof ForeignModel foreign) {
            Descriptor descriptor = Planner.defaultInstance(foreign).getDescriptorForType();
            names.reserve(descriptor, file);
            return new Known(descriptor);
        }
        boolean named = type instanceof ObjectModel || type instanceof OneOfModel || type instanceof EnumModel;
        Object key = named ? type : type.typeName() + encoding;
        Schema.Type found = known.get(key);
        return found != null ? found : derive(type, key, encoding);
    }

    private Schema.Type derive(TypeModel type, Object key, Encoding encoding) {
        String name = MessageNames.of(type);
        if (type instanceof EnumModel constants) {
            return enumType(constants, key, name);
        }
        MessageType message = message(key, name, MessageNames.qualified(type));
        if (type instanceof ObjectModel object) {
            addFields(message, object);
        } else if (type instanceof OneOfModel oneOf) {
            for (OneOfModel.Case each : oneOf.cases()) {
                Schema.Type caseType = single(each.type(), Encoding.VARINT);
                String field = MessageNames.snake(each.name());
                message.fields().add(new Schema.Field(field, field, each.number(), Label.CASE, caseType));
            }
        } else {
            add(message, type instanceof OptionalModel ? "value" : "values", 1, type, encoding);
        }
        return message;
    }

    private Schema.Type enumType(EnumModel model, Object key, String preferred) {
        String name = names.claim(preferred, MessageNames.qualified(model));
        String upper = MessageNames.snake(name).toUpperCase(Locale.ROOT) + "_";
        List<Constant> constants = new ArrayList<>();
        constants.add(new Constant(upper + "UNSPECIFIED", "UNSPECIFIED", 0));
        for (int i = 0; i < model.constants().size(); i++) {
            String constant = model.names().get(i);
            constants.add(new Constant(
                    upper + MessageNames.identifier(constant),
                    constant,
                    model.numbers().get(i)));
        }
        EnumType type = new EnumType(name, List.copyOf(constants));
        known.put(key, type);
        enums.add(type);
        return type;
    }

    /** Returns protobuf's own map if it allows the key, otherwise a message of the same bytes. */
    private Schema.Type entry(String javaName, MapModel map, Encoding encoding) {
        Schema.Type key = single(map.key(), encoding);
        boolean own = key instanceof Scalar scalar
                && scalar.type() != FieldDescriptor.Type.BYTES
                && scalar.type() != FieldDescriptor.Type.FLOAT
                && scalar.type() != FieldDescriptor.Type.DOUBLE;
        MessageType entry;
        if (own) {
            entry = new MessageType(MessageNames.entry(javaName), true);
        } else {
            String name = "EntryOf" + MessageNames.of(map.key()) + "And" + MessageNames.of(map.value());
            Schema.Type found = known.get(name + encoding);
            if (found != null) {
                return found;
            }
            entry = message(name + encoding, name, name);
        }
        Label optional = !own && key instanceof Scalar ? Label.OPTIONAL : Label.PLAIN;
        entry.fields().add(new Schema.Field("key", "key", 1, optional, key));
        Schema.Type value = single(map.value(), encoding);
        boolean shows = !own && value instanceof Scalar;
        entry.fields().add(new Schema.Field("value", "value", 2, shows ? Label.OPTIONAL : Label.PLAIN, value));
        return entry;
    }

    private static Schema.Type scalar(ScalarModel.Kind kind, Encoding encoding) {
        return switch (kind) {
            case INSTANT, DURATION, LOCAL_DATE, LOCAL_TIME, BIG_DECIMAL -> new Known(GoogleTypes.descriptor(kind));
            case BYTES, BYTE_BUFFER -> new Scalar(FieldDescriptor.Type.BYTES);
            case BOOLEAN -> new Scalar(FieldDescriptor.Type.BOOL);
            case FLOAT -> new Scalar(FieldDescriptor.Type.FLOAT);
            case DOUBLE -> new Scalar(FieldDescriptor.Type.DOUBLE);
            case LONG ->
                new Scalar(
                        switch (encoding) {
                            case VARINT -> FieldDescriptor.Type.INT64;
                            case SINT -> FieldDescriptor.Type.SINT64;
                            case FIXED -> FieldDescriptor.Type.SFIXED64;
                        });
            case BYTE, SHORT, CHAR, INT ->
                new Scalar(
                        switch (encoding) {
                            case VARINT -> FieldDescriptor.Type.INT32;
                            case SINT -> FieldDescriptor.Type.SINT32;
                            case FIXED -> FieldDescriptor.Type.SFIXED32;
                        });
            default -> new Scalar(FieldDescriptor.Type.STRING);
        };
    }
}
