package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.CollectionDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.MapDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads sets and maps so that nothing in them is lost. Two keys that are read as the same key, or duplicate elements
 * of a set, are an error, where Jackson's own deserializer lets the last one win.
 */
final class Containers extends Deserializers.Base {
    private final KnownModels models;

    Containers(KnownModels models) {
        this.models = models;
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson's own signature forgot the element's type
    public @Nullable JsonDeserializer<?> findCollectionDeserializer(
            CollectionType type,
            DeserializationConfig config,
            BeanDescription bean,
            TypeDeserializer elementType,
            JsonDeserializer<?> element) {
        Supplier<Object> empty = models.empty(type);
        if (empty == null || !Set.class.isAssignableFrom(type.getRawClass())) {
            return null;
        }
        Maker maker = new Maker(type, () -> new Once.Elements(empty.get(), models.fallback(type.getContentType())));
        var plain = new CollectionDeserializer(type, (JsonDeserializer<Object>) element, elementType, maker);
        return new Reader(plain, empty);
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public @Nullable JsonDeserializer<?> findMapDeserializer(
            MapType type,
            DeserializationConfig config,
            BeanDescription bean,
            KeyDeserializer key,
            TypeDeserializer elementType,
            JsonDeserializer<?> element) {
        Supplier<Object> empty = models.empty(type);
        if (empty == null) {
            return null;
        }
        Maker maker = new Maker(type, () -> new Once.Entries(empty.get()));
        return new Reader(
                new MapDeserializer(type, maker, key, (JsonDeserializer<Object>) element, elementType), empty);
    }

    private static final class Maker extends ValueInstantiator.Base {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
        private final Supplier<Object> maker;

        Maker(JavaType type, Supplier<Object> maker) {
            super(type);
            this.maker = maker;
        }

        @Override
        public boolean canInstantiate() {
            return true;
        }

        @Override
        public boolean canCreateUsingDefault() {
            return true;
        }

        @Override
        public Object createUsingDefault(DeserializationContext reading) {
            return maker.get();
        }
    }

    /** Unwraps the guarded set or map after reading. */
    private static final class Reader extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
        private final Supplier<Object> empty;

        Reader(JsonDeserializer<?> plain, Supplier<Object> empty) {
            super(plain);
            this.empty = empty;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> plain) {
            return new Reader(plain, empty);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext reading) throws IOException {
            Object read = super.deserialize(parser, reading);
            return read instanceof Once guard ? guard.guarded() : read;
        }

        @Override
        public Object getEmptyValue(DeserializationContext reading) {
            return empty.get();
        }
    }
}
