package dev.tenstep.rpc.serialization.protobuf.json.value;

import java.io.IOException;

/** The form of a value as a name in an object, which is what the keys of maps are. */
public interface KeyForm {

    /** Returns the name that stands for a key. */
    String name(Object key) throws IOException;

    /** Returns the key that a name stands for. */
    Object key(String name) throws IOException;
}
