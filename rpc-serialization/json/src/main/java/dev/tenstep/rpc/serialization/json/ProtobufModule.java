package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Generated protobuf messages in protobuf's own JSON form, wherever they appear. The class is loaded only if
 * protobuf-java-util is on the class path.
 */
final class ProtobufModule extends Module {

    @Override
    public String getModuleName() {
        return "tenstep-protobuf";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addSerializers(new Writers());
        context.addDeserializers(new Readers());
    }

    private static final class Writers extends Serializers.Base {
        @Override
        public @Nullable JsonSerializer<?> findSerializer(
                SerializationConfig config, JavaType type, BeanDescription bean) {
            return type.isTypeOrSubTypeOf(Message.class) ? new Writer() : null;
        }
    }

    private static final class Writer extends JsonSerializer<Message> {
        private final JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();

        @Override
        public void serialize(Message message, JsonGenerator generator, SerializerProvider writing) throws IOException {
            generator.writeRawValue(print(message, generator));
        }

        private String print(Message message, JsonGenerator generator) throws IOException {
            try {
                return printer.print(message);
            } catch (InvalidProtocolBufferException e) {
                throw JsonMappingException.from(generator, e.getMessage(), e);
            } catch (StackOverflowError e) {
                throw JsonMappingException.from(generator, message.getClass().getName() + " is nested too deeply", e);
            }
        }
    }

    private static final class Readers extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription bean) throws JsonMappingException {
            return type.isTypeOrSubTypeOf(Message.class) ? new Reader(defaultInstance(type.getRawClass())) : null;
        }

        private static Message defaultInstance(Class<?> type) throws JsonMappingException {
            try {
                return (Message) type.getMethod("getDefaultInstance").invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new JsonMappingException(null, type.getName() + " has no default instance", e);
            }
        }
    }

    private static final class Reader extends JsonDeserializer<Message> {
        private final JsonFormat.Parser format = JsonFormat.parser().ignoringUnknownFields();
        private final JsonFactory factory = new JsonFactory();
        private final Message message;

        Reader(Message message) {
            this.message = message;
        }

        @Override
        public Message deserialize(JsonParser parser, DeserializationContext reading) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator copy = factory.createGenerator(text)) {
                copy.copyCurrentStructureExact(parser);
            }
            Message.Builder builder = message.newBuilderForType();
            try {
                format.merge(text.toString(), builder);
            } catch (InvalidProtocolBufferException e) {
                throw JsonMappingException.from(parser, e.getMessage(), e);
            }
            return builder.build();
        }
    }
}
