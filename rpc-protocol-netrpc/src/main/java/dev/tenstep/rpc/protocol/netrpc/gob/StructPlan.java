package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenstep.rpc.serialization.objects.ObjectAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private @Nullable ObjectAccess access;
    /** The fields by their names, and by those in lower case. */
    private Map<String, Integer> byName = Map.of();

    /** Makes the plan of a type that Go shows by that name. */
    StructPlan(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /** Links the names and plans of its fields and its codec. Called once, before any value is written or read. */
    void link(List<String> fieldNames, List<Plan> plans, StructCodec made, ObjectAccess object) {
        names = List.copyOf(fieldNames);
        fields = List.copyOf(plans);
        codec = made;
        access = object;
        Map<String, Integer> indices = new HashMap<>();
        names.forEach(each -> indices.put(each, indices.size()));
        for (int i = 0; i < names.size(); i++) {
            indices.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        byName = indices;
        definition = Definitions.struct(
                id, name, names, fields.stream().map(Plan::id).toList());
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

    private ObjectAccess access() {
        if (access == null) {
            throw new IllegalStateException(name + " is not linked yet");
        }
        return access;
    }

    @Override
    public void writeJson(JsonGenerator out, Object value) throws Throwable {
        out.writeStartObject();
        for (int i = 0; i < fields.size(); i++) {
            out.writeFieldName(names.get(i));
            JsonCodec.write(out, fields.get(i), access().get(i, value));
        }
        out.writeEndObject();
    }

    @Override
    public Object readJson(JsonReader in) throws Throwable {
        if (!in.parser().isExpectedStartObjectToken()) {
            throw in.mismatch(goName());
        }
        @Nullable Object[] values = new Object[fields.size()];
        for (String field = in.parser().nextFieldName();
                field != null;
                field = in.parser().nextFieldName()) {
            in.parser().nextToken();
            Integer exact = byName.get(field);
            Integer index = exact == null ? byName.get(field.toLowerCase(Locale.ROOT)) : exact;
            if (index == null) {
                in.parser().skipChildren();
            } else {
                values[index] = in.field(goName(), names.get(index), fields.get(index));
            }
        }
        return make(values);
    }

    /** Makes an object of whose fields none was sent. */
    Object empty() throws Throwable {
        return make(new Object[fields.size()]);
    }

    private Object make(@Nullable Object[] values) throws Throwable {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = fields.get(i).absent();
            }
        }
        return access().make(values);
    }
}
