package dev.tenstep.rpc.serialization.protobuf.json;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.objects.Generation;
import dev.tenstep.rpc.serialization.protobuf.EnumNames;
import dev.tenstep.rpc.serialization.protobuf.MessageNames;
import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import dev.tenstep.rpc.serialization.protobuf.Roots;
import dev.tenstep.rpc.serialization.protobuf.json.JsonCodec.Value;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The serializer {@code protobuf-json}: the messages of {@code protobuf} in proto3's JSON form
 * (protobuf.dev/programming-guides/json), as Connect and curl send them. Safe for use by many threads.
 */
public final class ProtobufJsonSerializer implements Serializer {
    /** Knows the schema, which both forms share. */
    private final ProtobufSerializer binary = new ProtobufSerializer();

    private final JsonTexts texts = new JsonTexts();
    private final Generation generation;
    private final Planner shared;

    /** Makes one; ServiceLoader does. */
    public ProtobufJsonSerializer() {
        this(true);
    }

    /** Makes one that generates classes for the users' types, or does without them. */
    ProtobufJsonSerializer(boolean generating) {
        generation = new Generation(generating);
        shared = new Planner(generation, Map.of());
    }

    @Override
    public String name() {
        return "protobuf-json";
    }

    @Override
    public @Nullable String variantOf() {
        return "protobuf";
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        Planner planner = planner(method);
        return switch (shape.role()) {
            case PARAMETERS -> parameters((ObjectModel) shape.type(), planner);
            case RESULT -> value(method, shape.type(), " result", planner);
            case ELEMENT -> value(method, shape.type(), " element", planner);
            case EXCEPTION -> codec(planner.message(shape.type()), Value.WHOLE);
        };
    }

    /** Returns the planner that all methods share, or one for a method whose schema has two enums of one name. */
    private Planner planner(MethodContract method) {
        Map<Class<?>, String> renamed = new HashMap<>(EnumNames.of(method));
        renamed.entrySet().removeIf(each -> each.getValue().equals(MessageNames.of(each.getKey())));
        return renamed.isEmpty() ? shared : new Planner(generation, Map.copyOf(renamed));
    }

    private Codec parameters(ObjectModel parameters, Planner planner) {
        TypeModel sole = Roots.soleMessage(parameters);
        return sole == null
                ? codec(planner.message(parameters), Value.IN_FIELDS)
                : codec(planner.message(sole), Value.SOLE_PARAMETER);
    }

    private Codec value(MethodContract method, TypeModel type, String what, Planner planner) {
        if (Roots.isVoid(type)) {
            return codec(planner.nothing(), Value.NOTHING);
        }
        return Roots.isMessage(type)
                ? codec(planner.message(type), Value.WHOLE)
                : codec(planner.wrapper(type, "result", method.displayName() + what), Value.IN_FIELDS);
    }

    private Codec codec(ValueForm form, Value value) {
        return new JsonCodec(texts, form, value);
    }

    @Override
    public byte[] fingerprint(MethodContract method) {
        return binary.fingerprint(method);
    }

    @Override
    public @Nullable String skew(MethodContract method, byte[] clientFingerprint) {
        return binary.skew(method, clientFingerprint);
    }
}
