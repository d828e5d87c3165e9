package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.ReferenceTypeSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.util.NameTransformer;
import com.fasterxml.jackson.datatype.jdk8.OptionalSerializer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes an empty Optional as null without asking the mapper, whose nulls are refused elements. */
final class Optionals extends Serializers.Base {

    @Override
    public @Nullable JsonSerializer<?> findReferenceSerializer(
            SerializationConfig config,
            ReferenceType type,
            BeanDescription bean,
            TypeSerializer contentType,
            JsonSerializer<Object> content) {
        return type.hasRawClass(Optional.class) ? new Writer(type, contentType, content) : null;
    }

    private static final class Writer extends OptionalSerializer {
        private static final long serialVersionUID = 1;

        Writer(ReferenceType type, TypeSerializer contentType, JsonSerializer<Object> content) {
            super(type, false, contentType, content);
        }

        private Writer(
                Writer base,
                BeanProperty property,
                TypeSerializer contentType,
                JsonSerializer<?> content,
                NameTransformer unwrapper,
                Object suppressed,
                boolean suppressNulls) {
            super(base, property, contentType, content, unwrapper, suppressed, suppressNulls);
        }

        @Override
        protected ReferenceTypeSerializer<Optional<?>> withResolved(
                BeanProperty property,
                TypeSerializer contentType,
                JsonSerializer<?> content,
                NameTransformer unwrapper) {
            return new Writer(this, property, contentType, content, unwrapper, _suppressableValue, _suppressNulls);
        }

        @Override
        public ReferenceTypeSerializer<Optional<?>> withContentInclusion(Object suppressed, boolean suppressNulls) {
            return new Writer(
                    this, _property, _valueTypeSerializer, _valueSerializer, _unwrapper, suppressed, suppressNulls);
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator generator, SerializerProvider writing)
                throws IOException {
            if (value.isPresent()) {
                super.serialize(value, generator, writing);
            } else if (_unwrapper == null) {
                generator.writeNull();
            }
        }
    }
}
