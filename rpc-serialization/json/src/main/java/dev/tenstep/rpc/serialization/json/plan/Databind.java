package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.TypeModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jackson's own way of writing and reading, by serializers and deserializers. Used by many threads. */
public interface Databind {
    /** Returns how Jackson writes and reads the values of a type. */
    Mapped mapped(TypeModel type);

    /**
     * Returns the names of an object's properties in the order in which Jackson writes them; null if it does anything but
     * write and read the fields of the model by its accessors.
     */
    @Nullable
    List<String> properties(ObjectModel type);

    /** Makes the context of writing one message. */
    SerializerProvider writing();

    /** Makes the context of reading one message. */
    DeserializationContext reading(@Nullable JsonParser parser);
}
