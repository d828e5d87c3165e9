package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes definitions of types, each a message: values of Go's {@code wireType} (see {@link TypeDefinition}). */
final class Definitions {
    private static final int SLICE = 1;
    private static final int STRUCT = 2;
    private static final int MAP = 3;

    private Definitions() {}

    /** Writes what is between the beginning and the end of a struct. */
    @FunctionalInterface
    private interface Body {
        void write(GobOutput out) throws IOException;
    }

    static byte[] slice(int id, int element) {
        return message(id, SLICE, "", out -> {
            out.field(1);
            out.integer(element);
        });
    }

    static byte[] map(int id, int key, int value) {
        return message(id, MAP, "", out -> {
            out.field(1);
            out.integer(key);
            out.field(2);
            out.integer(value);
        });
    }

    /** Writes the definition of a struct whose fields have these names and types. */
    static byte[] struct(int id, String name, List<String> names, List<Integer> types) {
        return message(id, STRUCT, name, out -> {
            if (names.isEmpty()) {
                return;
            }
            out.field(1);
            out.uint(names.size());
            for (int i = 0; i < names.size(); i++) {
                int outer = out.beginStruct();
                out.field(0);
                out.string(names.get(i));
                out.field(1);
                out.integer(types.get(i));
                out.endStruct(outer);
            }
        });
    }

    private static byte[] message(int id, int kind, String name, Body rest) {
        MessageOutput bytes = new MessageOutput(100);
        GobOutput out = new GobOutput(bytes);
        try {
            int start = out.beginMessage();
            out.integer(-id);
            out.field(kind);
            int wireType = out.beginStruct();
            out.field(0);
            int type = out.beginStruct();
            if (!name.isEmpty()) {
                out.field(0);
                out.string(name);
            }
            out.field(1);
            out.integer(id);
            out.endStruct(type);
            rest.write(out);
            out.endStruct(wireType);
            out.uint(0);
            out.endMessage(start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Returns the definitions that values of a plan need, in an order that is always the same. */
    static byte[] of(Plan plan) {
        Map<Integer, byte[]> all = new LinkedHashMap<>();
        collect(plan, all);
        int length = all.values().stream().mapToInt(each -> each.length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] each : all.values()) {
            System.arraycopy(each, 0, joined, at, each.length);
            at += each.length;
        }
        return joined;
    }

    private static void collect(Plan plan, Map<Integer, byte[]> all) {
        byte[] definition = plan.definition();
        if (definition == null || all.putIfAbsent(plan.id(), definition) == null) {
            plan.parts().forEach(part -> collect(part, all));
        }
    }
}
