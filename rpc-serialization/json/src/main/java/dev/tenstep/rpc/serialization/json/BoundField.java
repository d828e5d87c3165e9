package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;

/** A parameter, or a property of an exception: its name, encoded once, and its value. */
record BoundField(SerializableString name, BoundValue value) {

    BoundField(String name, BoundValue value) {
        this(new SerializedString(name), value);
    }
}
