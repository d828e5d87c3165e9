package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.objects.Generation;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The serializer {@code gob}: Go's own format. Each message is a document of its own, definitions of types and then a
 * value, and the numbers of types are the same in all documents of one serializer. Go's net/rpc has one argument: a
 * method's sole parameter is the document's value, and several are a struct with their names.
 */
public final class GobSerializer implements Serializer {
    private final Generation generation;
    private final TypeNumbers numbers = new TypeNumbers();

    /** The plans of a contract's objects, for as long as the contract lives. Guarded by itself. */
    private final Map<ObjectModel, StructPlan> plans = new WeakHashMap<>();

    /** Makes one; it may serve any number of clients and servers. */
    public GobSerializer() {
        this(true);
    }

    /** Makes one, for which classes may be generated or not. */
    GobSerializer(boolean generating) {
        generation = new Generation(generating);
    }

    @Override
    public String name() {
        return "gob";
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        return codec(method, shape);
    }

    GobCodec codec(MethodContract method, MessageShape shape) {
        synchronized (plans) {
            Planner planner = new Planner(method, generation, numbers, plans);
            GobCodec codec = codec(planner, method, shape);
            plans.putAll(planner.plans());
            return codec;
        }
    }

    /**
     * Returns the types of a method's parameter and reply as Go writes them: {@code (int, *int) error}.
     *
     * @throws dev.tenstep.rpc.contract.ContractException if gob cannot carry them
     */
    public String signature(MethodContract method) {
        Plan parameters = codec(method, new MessageShape(MessageShape.Role.PARAMETERS, method.parameters()))
                .plan();
        Plan reply = codec(method, new MessageShape(MessageShape.Role.RESULT, method.result()))
                .plan();
        return "(" + parameters.goName() + ", *" + reply.goName() + ") error";
    }

    private static GobCodec codec(Planner planner, MethodContract method, MessageShape shape) {
        return switch (shape.role()) {
            case PARAMETERS -> parameters(planner, method, (ObjectModel) shape.type());
            case EXCEPTION -> new GobCodec(planner.struct((ObjectModel) shape.type()), false, method.displayName());
            case RESULT, ELEMENT -> new GobCodec(planner.message(shape.type(), "result"), false, method.displayName());
        };
    }

    private static GobCodec parameters(Planner planner, MethodContract method, ObjectModel parameters) {
        return switch (parameters.fields().size()) {
            case 0 -> new GobCodec(planner.nothing(), true, method.displayName());
            case 1 ->
                new GobCodec(
                        planner.message(
                                parameters.fields().get(0).type(),
                                parameters.fields().get(0).name()),
                        true,
                        method.displayName());
            default -> new GobCodec(planner.struct(parameters), false, method.displayName());
        };
    }
}
