package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.protobuf.ProtobufCodec.Value;
import org.jspecify.annotations.Nullable;

/**
 * The serializer {@code protobuf}: generated messages as they are, other Java types as the protobuf messages that are
 * derived from them. Safe for use by many threads.
 */
public final class ProtobufSerializer implements Serializer {
    private final Planner planner;

    /** Makes one; ServiceLoader does. */
    public ProtobufSerializer() {
        this(true);
    }

    /** Makes one that generates classes for the users' types, or does without them. */
    ProtobufSerializer(boolean generating) {
        planner = new Planner(new ObjectCodecs(generating));
    }

    @Override
    public String name() {
        return "protobuf";
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        return switch (shape.role()) {
            case PARAMETERS -> parameters((ObjectModel) shape.type());
            case RESULT -> value(method, shape.type(), " result");
            case ELEMENT -> value(method, shape.type(), " element");
            case EXCEPTION -> new ProtobufCodec(planner.message(shape.type()), Value.WHOLE);
        };
    }

    private Codec parameters(ObjectModel parameters) {
        TypeModel sole = Roots.soleMessage(parameters);
        return sole == null
                ? new ProtobufCodec(planner.message(parameters), Value.IN_FIELDS)
                : new ProtobufCodec(planner.message(sole), Value.SOLE_PARAMETER);
    }

    private Codec value(MethodContract method, TypeModel type, String what) {
        if (Roots.isVoid(type)) {
            return new NothingCodec();
        }
        return Roots.isMessage(type)
                ? new ProtobufCodec(planner.message(type), Value.WHOLE)
                : new ProtobufCodec(planner.wrapper(type, method.displayName() + what), Value.IN_FIELDS);
    }

    /** Returns the fields of everything that the method's messages reach: see {@link FieldTable}. */
    @Override
    public byte[] fingerprint(MethodContract method) {
        return Fingerprint.of(FieldTable.of(Schema.of(method)));
    }

    /** Allows fields to come and go; one that both peers have must keep its name and its type. */
    @Override
    public @Nullable String skew(MethodContract method, byte[] clientFingerprint) {
        return Fingerprint.skew(clientFingerprint, FieldTable.of(Schema.of(method)));
    }
}
