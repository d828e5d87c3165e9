package dev.tenstep.rpc.serialization.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
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
import dev.tenstep.rpc.serialization.protobuf.Schema.Gone;
import dev.tenstep.rpc.serialization.protobuf.Schema.Known;
import dev.tenstep.rpc.serialization.protobuf.Schema.Label;
import dev.tenstep.rpc.serialization.protobuf.Schema.MessageType;
import dev.tenstep.rpc.serialization.protobuf.Schema.RpcSchema;
import dev.tenstep.rpc.serialization.protobuf.Schema.Scalar;
import dev.tenstep.rpc.serialization.protobuf.Schema.Thrown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Derives the schema of one method. Methods of one package may share what is derived from their types, so that a type is one
 * message in the package's file.
 */
final class SchemaBuilder {
    private final MethodContract method;
    private final String file;
    private final String prefix;
    private final MessageNames names;
    private final Map<Object, Schema.Type> known;
    private final Map<Object, String> exceptions;
    private final List<MessageType> messages;
    private final List<EnumType> enums;
    private final Map<String, String> origins;
    /** The path in Java that led to the type at hand: {@code Users.find -> Order.items}. */
    private String trail;

    /** The messages and enums that are derived from types. */
    static final class Shared {
        private final MessageNames names = new MessageNames();
        private final Map<Object, Schema.Type> known = new HashMap<>();
        private final Map<Object, String> exceptions = new HashMap<>();
        private final List<MessageType> messages = new ArrayList<>();
        private final List<EnumType> enums = new ArrayList<>();
        private final Map<String, String> origins = new HashMap<>();

        /** Returns the places in Java that elements were first reached at, by their names. */
        Map<String, String> origins() {
            return Map.copyOf(origins);
        }

        /**
         * Names the messages of a method's exceptions before all others, as the details of a status name them: by the
         * exceptions' names on the wire.
         */
        Shared withExceptionsOf(MethodContract method) {
            for (int i = 0; i < method.exceptions().size(); i++) {
                ObjectModel exception = method.exceptions().get(i);
                String name = MessageNames.identifier(method.exceptionName(i));
                exceptions.computeIfAbsent(
                        key(exception, Encoding.VARINT), key -> names.claim(name, MessageNames.qualified(exception)));
            }
            return this;
        }

        /** Returns the names of the enums that were derived, by their classes. */
        Map<Class<?>, String> enumNames() {
            Map<Class<?>, String> found = new HashMap<>();
            known.forEach((key, type) -> {
                if (type instanceof EnumType && ((List<?>) key).get(1) instanceof Class<?> derived) {
                    found.put(derived, type.name());
                }
            });
            return found;
        }

        /** Returns the messages, in the order in which they are reached. */
        List<MessageType> messages() {
            return List.copyOf(messages);
        }

        List<EnumType> enums() {
            return List.copyOf(enums);
        }
    }

    SchemaBuilder(MethodContract method) {
        this(method, new Shared().withExceptionsOf(method));
    }

    SchemaBuilder(MethodContract method, Shared shared) {
        this.method = method;
        this.names = shared.names;
        this.known = shared.known;
        this.exceptions = shared.exceptions;
        this.messages = shared.messages;
        this.enums = shared.enums;
        this.origins = shared.origins;
        this.trail = method.displayName();
        int dot = method.service().lastIndexOf('.');
        this.file = dot < 0 ? "" : method.service().substring(0, dot);
        this.prefix = method.service().substring(dot + 1) + MessageNames.capitalized(method.name());
    }

    /** Derives the method as a service of gRPC has it. */
    RpcSchema rpc() {
        RpcSchema plain = withoutExceptions();
        return new RpcSchema(
                plain.name(), plain.request(), plain.requests(), plain.reply(), plain.replies(), level(), exceptions());
    }

    private IdempotencyLevel level() {
        if (method.sideEffectFree()) {
            return IdempotencyLevel.NO_SIDE_EFFECTS;
        }
        return method.idempotent() ? IdempotencyLevel.IDEMPOTENT : IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
    }

    /** Derives the method without what it throws, which another interface of the service need not declare. */
    RpcSchema withoutExceptions() {
        boolean streams = method.stream() != null;
        boolean besideOthers = streams && !method.parameters().fields().isEmpty();
        Schema.Type request;
        if (besideOthers) {
            MessageType either = message(prefix + "Request", prefix + "Request", prefix + "Request", Gone.NOTHING);
            Schema.Type head = request("Head");
            Schema.Type item = root(requireNonNull(method.stream()).element(), "Item");
            either.fields().add(new Schema.Field("head", "head", 1, Label.CASE, head));
            either.fields().add(new Schema.Field("item", "item", 2, Label.CASE, item));
            request = either;
        } else {
            request = streams ? root(requireNonNull(method.stream()).element(), "Request") : request("Request");
        }
        String service = method.service().substring(method.service().lastIndexOf('.') + 1);
        origins.put(service, trail.substring(0, trail.indexOf('.')));
        origins.put(service + "." + method.rpcName(), trail);
        return new RpcSchema(
                method.rpcName(),
                request,
                streams,
                reply(),
                method.resultStreams(),
                IdempotencyLevel.IDEMPOTENCY_UNKNOWN,
                List.of());
    }

    Schema build() {
        Schema.Type request = request("Request");
        Schema.Type reply = reply();
        Schema.Type element =
                method.stream() == null ? null : root(method.stream().element(), "Element");
        List<Thrown> exceptions = exceptions();
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

    private Schema.Type reply() {
        return Roots.isVoid(method.result()) ? new Known(Empty.getDescriptor()) : root(method.result(), "Response");
    }

    private List<Thrown> exceptions() {
        return IntStream.range(0, method.exceptions().size())
                .mapToObj(i -> new Thrown(
                        method.exceptionName(i), single(method.exceptions().get(i), Encoding.VARINT)))
                .toList();
    }

    private Schema.Type request(String suffix) {
        TypeModel sole = Roots.soleMessage(method.parameters());
        if (sole != null) {
            return single(sole, Encoding.VARINT);
        }
        Gone gone = Gone.of(method.method(), MessageNames::snake);
        MessageType request = message(method.parameters(), prefix + suffix, prefix + suffix, gone);
        addFields(request, method.parameters());
        return request;
    }

    /** Returns the message that is a value, or has it as its only field. */
    private Schema.Type root(TypeModel type, String suffix) {
        if (Roots.isMessage(type)) {
            return single(type, Encoding.VARINT);
        }
        String name = prefix + suffix;
        MessageType reply = message(name, name, name, Gone.NOTHING);
        add(reply, "result", 1, type, Encoding.VARINT);
        return reply;
    }

    private MessageType message(Object key, String preferred, String otherwise, Gone gone) {
        return message(key, names.claim(preferred, otherwise), gone);
    }

    private MessageType message(Object key, String claimed, Gone gone) {
        MessageType message = new MessageType(claimed, false, gone);
        origins.put(message.name(), trail);
        known.put(key, message);
        messages.add(message);
        return message;
    }

    private void addFields(MessageType message, ObjectModel model) {
        String here = trail;
        boolean parameters = model.kind() == ObjectModel.Kind.PARAMETERS;
        for (FieldModel field : model.fields()) {
            trail = parameters ? here + "(" + field.javaName() + ")" : here + "." + field.javaName();
            origins.put(message.name() + "." + MessageNames.snake(field.name()), trail);
            add(message, field.name(), field.number(), field.type(), field.encoding());
        }
        trail = here;
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
            Descriptor descriptor = ForeignCodec.defaultInstance(foreign).getDescriptorForType();
            names.reserve(descriptor, file);
            return new Known(descriptor);
        }
        Object key = key(type, encoding);
        Schema.Type found = known.get(key);
        return found != null ? found : derive(type, key, encoding);
    }

    /** Returns what is equal for types that are the same message. */
    private static Object key(TypeModel type, Encoding encoding) {
        if (type instanceof ObjectModel object) {
            return List.of("object", object.rawType(), keys(object.typeArguments()));
        }
        if (type instanceof OneOfModel oneOf) {
            return List.of("one-of", oneOf.rawType(), keys(oneOf.typeArguments()));
        }
        if (type instanceof EnumModel constants) {
            return List.of("enum", constants.rawType());
        }
        if (type instanceof CollectionModel collection) {
            return List.of("list", key(collection.element(), encoding));
        }
        if (type instanceof MapModel map) {
            return List.of("map", key(map.key(), encoding), key(map.value(), encoding));
        }
        return type instanceof OptionalModel optional
                ? List.of("optional", key(optional.value(), encoding))
                : List.of(type.rawType(), encoding);
    }

    private static List<Object> keys(List<TypeModel> types) {
        return types.stream().map(each -> key(each, Encoding.VARINT)).toList();
    }

    private Schema.Type derive(TypeModel type, Object key, Encoding encoding) {
        String name = MessageNames.of(type);
        if (type instanceof EnumModel constants) {
            return enumType(constants, key, name);
        }
        String before = trail;
        trail = before + " -> " + type.typeName();
        String claimed = exceptions.get(key);
        if (claimed == null) {
            claimed = names.claim(name, MessageNames.qualified(type));
        }
        MessageType message = message(key, claimed, Gone.of(type.rawType(), MessageNames::snake));
        derive(message, type, encoding);
        trail = before;
        return message;
    }

    private void derive(MessageType message, TypeModel type, Encoding encoding) {
        if (type instanceof ObjectModel object) {
            addFields(message, object);
        } else if (type instanceof OneOfModel oneOf) {
            for (OneOfModel.Case each : oneOf.cases()) {
                Schema.Type caseType = single(each.type(), Encoding.VARINT);
                String field = MessageNames.snake(each.name());
                origins.put(message.name() + "." + field, trail + "." + each.name());
                message.fields().add(new Schema.Field(field, field, each.number(), Label.CASE, caseType));
            }
        } else {
            add(message, type instanceof OptionalModel ? "value" : "values", 1, type, encoding);
        }
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
        String place = trail + " -> " + model.typeName();
        origins.put(name, place);
        for (int i = 0; i < model.constants().size(); i++) {
            origins.put(
                    name + "." + constants.get(i + 1).name(),
                    place + "." + model.constants().get(i).name());
        }
        Gone gone = Gone.of(model.rawType(), each -> upper + MessageNames.identifier(each));
        EnumType type = new EnumType(name, List.copyOf(constants), gone);
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
            entry = new MessageType(MessageNames.entry(javaName), true, Gone.NOTHING);
        } else {
            String name = "EntryOf" + MessageNames.of(map.key()) + "And" + MessageNames.of(map.value());
            Object both = List.of("entry", key(map.key(), encoding), key(map.value(), encoding));
            Schema.Type found = known.get(both);
            if (found != null) {
                return found;
            }
            entry = message(both, name, name, Gone.NOTHING);
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
