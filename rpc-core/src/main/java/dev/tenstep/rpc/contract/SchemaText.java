package dev.tenstep.rpc.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The types of a method as a text that two peers can compare: equal texts mean equal messages. Packages are left out,
 * so copies of an interface and its types compare equal. If two types share a name, the later one has a number ({@code
 * User#2}). Each type is described once, in the order in which it is first named:
 *
 * <pre>{@code
 * parameters
 *  1 filter Filter
 * stream Item
 * result List<User>
 * throws NotFound
 * object Filter
 *  1 limit int FIXED
 * enum Color
 *  1 RED
 * oneof Shape
 *  1 Circle Circle
 * }</pre>
 */
public final class SchemaText {
    private final StringBuilder text = new StringBuilder();
    private final Map<TypeModel, String> names = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Deque<TypeModel> pending = new ArrayDeque<>();

    private SchemaText() {}

    /**
     * The text of a method: its parameters, its stream, its result or results, its exceptions, and every type that they
     * are made of.
     */
    public static String of(MethodContract method) {
        SchemaText schema = new SchemaText();
        schema.text.append("parameters\n");
        schema.fields(method.parameters());
        if (method.stream() != null) {
            schema.text
                    .append("stream ")
                    .append(schema.reference(method.stream().element()))
                    .append('\n');
        }
        schema.text
                .append(method.resultStreams() ? "results " : "result ")
                .append(schema.reference(method.result()))
                .append('\n');
        for (ObjectModel exception : method.exceptions()) {
            schema.text.append("throws ").append(schema.reference(exception)).append('\n');
        }
        schema.describePending();
        return schema.text.toString();
    }

    /** The text of one type and every type that it is made of. */
    public static String of(TypeModel type) {
        SchemaText schema = new SchemaText();
        schema.text.append(schema.reference(type)).append('\n');
        schema.describePending();
        return schema.text.toString();
    }

    private void describePending() {
        while (!pending.isEmpty()) {
            describe(pending.removeFirst());
        }
    }

    private void describe(TypeModel type) {
        if (type instanceof EnumModel values) {
            text.append("enum ").append(names.get(type)).append('\n');
            for (int i = 0; i < values.constants().size(); i++) {
                line(values.numbers().get(i), values.names().get(i));
            }
        } else if (type instanceof OneOfModel oneOf) {
            text.append("oneof ").append(names.get(type)).append('\n');
            oneOf.cases().forEach(c -> line(c.number(), c.name() + " " + reference(c.type())));
        } else if (type instanceof ObjectModel object) {
            text.append("object ").append(names.get(type)).append('\n');
            fields(object);
        }
    }

    private void fields(ObjectModel object) {
        for (FieldModel field : object.fields()) {
            String encoding = field.encoding() == Wire.Encoding.VARINT ? "" : " " + field.encoding();
            line(field.number(), field.name() + " " + reference(field.type()) + encoding);
        }
    }

    private void line(int number, String rest) {
        text.append(' ').append(number).append(' ').append(rest).append('\n');
    }

    /** The name of a type in the text; a type that has a description is remembered to get it. */
    private String reference(TypeModel type) {
        if (type instanceof CollectionModel c) {
            String element = reference(c.element());
            return c.array() ? element + "[]" : c.rawType().getSimpleName() + "<" + element + ">";
        }
        if (type instanceof MapModel m) {
            return m.rawType().getSimpleName() + "<" + reference(m.key()) + ", " + reference(m.value()) + ">";
        }
        if (type instanceof OptionalModel o) {
            return "Optional<" + reference(o.value()) + ">";
        }
        if (type instanceof ScalarModel) {
            return type.typeName();
        }
        return names.computeIfAbsent(type, this::name);
    }

    private String name(TypeModel type) {
        pending.addLast(type);
        String name = Names.onWire(type.rawType().getAnnotation(Field.class), type.typeName());
        int same = taken.merge(name, 1, Integer::sum);
        return same == 1 ? name : name + "#" + same;
    }
}
