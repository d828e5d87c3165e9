package dev.tenstep.rpc.protocol.netrpc.gob;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A type as gob describes it. Other types are named by their numbers, since a definition may refer to a later one. */
sealed interface GobType {

    /** The types that need no definition. */
    enum Basic implements GobType {
        BOOL(1, "bool"),
        INT(2, "int"),
        UINT(3, "uint"),
        FLOAT(4, "float"),
        BYTES(5, "bytes"),
        STRING(6, "string"),
        COMPLEX(7, "complex"),
        INTERFACE(8, "interface");

        private final int id;
        private final String text;

        Basic(int id, String text) {
            this.id = id;
            this.text = text;
        }

        int id() {
            return id;
        }

        /** Returns the type of that number, null if there is none. */
        static @Nullable Basic of(int id) {
            return id >= 1 && id <= values().length ? values()[id - 1] : null;
        }

        /** Returns the name that Go has for it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** A field of a struct. */
    record Field(String name, int type) {}

    /** A struct. The name is for people and may be empty. */
    record Struct(String name, List<Field> fields) implements GobType {}

    /** A slice. */
    record Slice(String name, int element) implements GobType {}

    /** An array, whose values all have that length. */
    record Array(String name, int element, long length) implements GobType {}

    /** A map. */
    record Map(String name, int key, int value) implements GobType {}

    /** A type that encodes its values by itself, as {@code time.Time} does: a number of bytes. */
    record Opaque(String name) implements GobType {}
}
