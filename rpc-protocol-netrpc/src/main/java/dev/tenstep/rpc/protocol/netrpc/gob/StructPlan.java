package dev.tenstep.rpc.protocol.netrpc.gob;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an object, which Go has as a struct. Linked after it is made, since a type may refer to itself; then used by
 * many threads.
 */
final class StructPlan implements Plan {
    private final int id;
    private final String name;
    private List<String> names = List.of();
    private List<Plan> fields = List.of();
    private byte @Nullable [] definition;
    private @Nullable StructCodec codec;

    /** Makes the plan of a type that Go shows by that name. */
    StructPlan(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /** Links the names and plans of its fields and its codec. Called once, before any value is written or read. */
    void link(List<String> fieldNames, List<Plan> plans, StructCodec made) {
        names = List.copyOf(fieldNames);
        fields = List.copyOf(plans);
        codec = made;
        definition = Definitions.struct(id, name, names, fields);
    }

    List<String> names() {
        return names;
    }

    List<Plan> fields() {
        return fields;
    }

    StructCodec codec() {
        if (codec == null) {
            throw new IllegalStateException(name + " is not linked yet");
        }
        return codec;
    }

    /** The index of the field that Go knows by that name; -1 if there is none. */
    int indexOf(String field) {
        return names.indexOf(field);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String goName() {
        return name.isEmpty() ? "struct" : name;
    }

    @Override
    public byte @Nullable [] definition() {
        return definition;
    }

    @Override
    public List<Plan> parts() {
        return fields;
    }

    @Override
    public boolean omits(Object value) {
        return false;
    }

    @Override
    public @Nullable Object absent() {
        return null;
    }

    @Override
    public void write(GobOutput out, Object value) throws Throwable {
        out.enter();
        int outer = out.beginStruct();
        codec().write(out, value);
        out.endStruct(outer);
        out.leave();
    }

    @Override
    public @Nullable ValueReader reader(int wire, Matching matching) throws MalformedGobException {
        return matching.types().type(wire) instanceof GobType.Struct struct
                ? matching.struct(this, wire, struct)
                : null;
    }
}
