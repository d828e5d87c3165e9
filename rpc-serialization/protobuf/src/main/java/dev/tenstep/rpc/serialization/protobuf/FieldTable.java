package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.tenstep.rpc.serialization.protobuf.Schema.Constant;
import dev.tenstep.rpc.serialization.protobuf.Schema.EnumType;
import dev.tenstep.rpc.serialization.protobuf.Schema.Label;
import dev.tenstep.rpc.serialization.protobuf.Schema.MessageType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The description of a method's types that two peers compare: each message's fields by number, name and type. It
 * crosses as the fingerprint:
 *
 * <pre>{@code
 * table   = exceptions count entry*   an entry for each message and enum: request, reply, exceptions, the rest
 * entry   = name count field*   an enum's constants are fields of type 0
 * field   = number name type    the type of FieldDescriptorProto, plus 32 if repeated, 64 if optional, and for messages and
 *                               enums the index of their entry
 * }</pre>
 *
 * A stream is field 0 of what it belongs to: of the request, its element; of the reply, a constant.
 *
 * <p>Numbers are varints, names strings with their length in front. Exceptions are entries with the names by which they cross.
 * Messages that are not derived have no fields here and a dot before their name.
 */
record FieldTable(List<Entry> entries, int exceptions) {
    /** The beginning of the names of messages that are not derived, like that of protobuf's full names. */
    static final String KNOWN = ".";

    private static final int REPEATED = 32;
    private static final int OPTIONAL = 64;
    private static final int MOST = 100_000;

    /** A message or enum. */
    record Entry(String name, List<Item> items) {}

    /**
     * A field or constant.
     *
     * @param type of {@code FieldDescriptorProto}; 0 for a constant
     * @param optional whether an absent scalar is told from its default
     * @param target the index of the entry that is the type, or -1
     */
    record Item(int number, String name, int type, boolean repeated, boolean optional, int target) {}

    static FieldTable of(Schema schema) {
        return new Builder().build(schema);
    }

    private static final class Builder {
        private final Map<Schema.Type, Integer> indexes = new HashMap<>();
        private final List<Schema.Type> types = new ArrayList<>();

        FieldTable build(Schema schema) {
            List<Entry> entries = new ArrayList<>();
            types.add(schema.request());
            types.add(schema.reply());
            schema.exceptions().forEach(e -> types.add(e.message()));
            int exceptions = schema.exceptions().size();
            for (int i = 0; i < types.size(); i++) {
                String name = i >= 2 && i < 2 + exceptions
                        ? schema.exceptions().get(i - 2).name()
                        : name(types.get(i));
                List<Item> items = new ArrayList<>(items(types.get(i)));
                if (i == 0 && schema.element() != null) {
                    items.add(new Item(0, "stream", 11, true, false, index(schema.element())));
                } else if (i == 1 && schema.replies()) {
                    items.add(new Item(0, "stream", 0, false, false, -1));
                }
                entries.add(new Entry(name, items));
            }
            return new FieldTable(List.copyOf(entries), exceptions);
        }

        private static String name(Schema.Type type) {
            return type instanceof Schema.Known ? KNOWN + type.name() : type.name();
        }

        private List<Item> items(Schema.Type type) {
            if (type instanceof EnumType constants) {
                return constants.constants().stream().map(Builder::constant).toList();
            }
            return type instanceof MessageType message
                    ? message.fields().stream().map(this::item).toList()
                    : List.of();
        }

        private static Item constant(Constant constant) {
            return new Item(constant.number(), constant.javaName(), 0, false, false, -1);
        }

        private Item item(Schema.Field field) {
            boolean repeated = field.label() == Label.REPEATED;
            if (field.type() instanceof Schema.Scalar scalar) {
                boolean optional = field.label() == Label.OPTIONAL;
                int type = scalar.type().toProto().getNumber();
                return new Item(field.number(), field.name(), type, repeated, optional, -1);
            }
            int type = field.type() instanceof EnumType ? 14 : 11;
            return new Item(field.number(), field.name(), type, repeated, false, index(field.type()));
        }

        private int index(Schema.Type type) {
            return indexes.computeIfAbsent(type, t -> {
                types.add(t);
                return types.size() - 1;
            });
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeUInt32NoTag(exceptions);
            out.writeUInt32NoTag(entries.size());
            for (Entry entry : entries) {
                write(entry, out);
            }
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Entry entry, CodedOutputStream out) throws IOException {
        out.writeBytesNoTag(ByteString.copyFromUtf8(entry.name()));
        out.writeUInt32NoTag(entry.items().size());
        for (Item item : entry.items()) {
            out.writeUInt32NoTag(item.number());
            out.writeBytesNoTag(ByteString.copyFromUtf8(item.name()));
            out.writeUInt32NoTag(item.type() | (item.repeated() ? REPEATED : 0) | (item.optional() ? OPTIONAL : 0));
            if (item.target() >= 0) {
                out.writeUInt32NoTag(item.target());
            }
        }
    }

    /** Parses the result of {@link #bytes()}, from a peer that may send anything. */
    static FieldTable parse(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        int exceptions = in.readUInt32();
        int count = in.readUInt32();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < check(count, MOST); i++) {
            String name = in.readStringRequireUtf8();
            int items = in.readUInt32();
            List<Item> all = new ArrayList<>();
            for (int k = 0; k < check(items, MOST); k++) {
                all.add(item(in, count));
            }
            entries.add(new Entry(name, all));
        }
        if (!in.isAtEnd() || exceptions < 0 || count - 2 < exceptions) {
            throw new IOException("a field table of " + bytes.length + " bytes that does not end where it should");
        }
        return new FieldTable(entries, exceptions);
    }

    private static Item item(CodedInputStream in, int entries) throws IOException {
        int number = in.readUInt32();
        String name = in.readStringRequireUtf8();
        int code = in.readUInt32();
        int type = code & ~(REPEATED | OPTIONAL);
        int target = type == 11 || type == 14 ? check(in.readUInt32(), entries - 1) : -1;
        return new Item(number, name, check(type, 18), (code & REPEATED) != 0, (code & OPTIONAL) != 0, target);
    }

    private static int check(int value, int most) throws IOException {
        if (value < 0 || value > most) {
            throw new IOException("the number " + value + " in a field table (expected: 0.." + most + ")");
        }
        return value;
    }
}
