package dev.tenstep.rpc.serialization.json;

import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.json.plan.Planner;
import dev.tenstep.rpc.serialization.objects.Generation;

/**
 * Messages as JSON, in Jackson's natural form: name {@code json}. Jackson's annotations on the users' types are followed.
 * Without any, a type has exactly the fields of its model, under their Java names.
 *
 * <p>Unknown fields are skipped. An absent field or parameter is read as null, an empty collection, zero or false, but a
 * parameter of a primitive type must be present. Sealed types name their case in {@code "@type"}, unless they have a
 * {@code @JsonTypeInfo} of their own.
 *
 * <p>Refused: nesting deeper than 100, names and numbers longer than 1,000 characters, duplicate names, anything after the
 * message, and bytes that are not UTF-8. No class name from the wire is ever looked up.
 *
 * <p>Safe for use by many threads.
 */
public final class JacksonSerializer implements Serializer {
    private final Jackson jackson;
    private final Planner planner;

    /** Makes one, as ServiceLoader does. */
    public JacksonSerializer() {
        this(protobufIsThere(), true);
    }

    /**
     * Makes one.
     *
     * @param protobuf whether generated protobuf messages are supported
     * @param planning whether classes may be generated, without which objects are written and read in Jackson's own way
     */
    JacksonSerializer(boolean protobuf, boolean planning) {
        jackson = new Jackson(protobuf);
        planner = new Planner(jackson, new Generation(planning));
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        try {
            return switch (shape.role()) {
                case PARAMETERS -> parameters((ObjectModel) shape.type());
                case EXCEPTION -> fields((ObjectModel) shape.type());
                case RESULT -> new ResultCodec(jackson, planner, shape.type(), jackson.value("result", shape.type()));
                case ELEMENT -> new ResultCodec(jackson, planner, shape.type(), jackson.value("element", shape.type()));
            };
        } catch (UnfitType e) {
            throw new ContractException(e.getMessage() + " for method " + method.displayName(), e);
        }
    }

    private Codec parameters(ObjectModel parameters) throws UnfitType {
        FieldModel request = parameters.soleMessage();
        if (request == null) {
            return fields(parameters);
        }
        TypeModel type = request.type();
        return new RequestCodec(new ResultCodec(jackson, planner, type, jackson.value(request.name(), type)));
    }

    private Codec fields(ObjectModel model) throws UnfitType {
        return new FieldsCodec(jackson, planner, model, jackson.fields(model));
    }

    private static boolean protobufIsThere() {
        try {
            Class.forName("com.google.protobuf.util.JsonFormat", false, JacksonSerializer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
