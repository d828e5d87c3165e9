package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.module.SimpleAbstractTypeResolver;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleKeyDeserializers;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateTimeDeserializer;
import com.fasterxml.jackson.datatype.jsr310.ser.InstantSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalDateSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalDateTimeSerializer;
import dev.tenstep.rpc.serialization.json.plan.IsoForm;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;

/** Makes Jackson follow the model where the users' annotations say nothing. */
final class ModelModule extends Module {
    private final KnownModels models;

    ModelModule(KnownModels models) {
        this.models = models;
    }

    @Override
    public String getModuleName() {
        return "tenstep";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.appendAnnotationIntrospector(new ModelIntrospector(models));
        context.addBeanSerializerModifier(new WrittenFields(models));
        context.addBeanDeserializerModifier(new ReadFields(models));
        context.addSerializers(new Optionals());
        context.addSerializers(serializers());
        context.addDeserializers(deserializers());
        context.addDeserializers(new Containers(models));
        SimpleSerializers keys = new SimpleSerializers();
        keys.addSerializer(ByteBuffer.class, new BufferText.KeyWriter());
        keys.addSerializer(String.class, new KeyText<>(String.class));
        keys.addSerializer(URI.class, new KeyText<>(URI.class));
        SimpleKeyDeserializers keyReaders = new SimpleKeyDeserializers();
        keyReaders.addDeserializer(ByteBuffer.class, new BufferText.KeyReader());
        TextValue.addKeysTo(keys, keyReaders);
        context.addKeySerializers(keys);
        context.addKeyDeserializers(keyReaders);
        context.addAbstractTypeResolver(new SimpleAbstractTypeResolver()
                .addMapping(Queue.class, ArrayDeque.class)
                .addMapping(Deque.class, ArrayDeque.class));
    }

    private static SimpleSerializers serializers() {
        SimpleSerializers all = new SimpleSerializers();
        all.addSerializer(BigDecimal.class, new BigNumber(BigDecimal.class));
        all.addSerializer(BigInteger.class, new BigNumber(BigInteger.class));
        all.addSerializer(ByteBuffer.class, new BufferText.Writer());
        all.addSerializer(String[].class, new StringArray());
        all.addSerializer(new TimeWriter<>(LocalDate.class, IsoForm.DATE, LocalDateSerializer.INSTANCE));
        all.addSerializer(new TimeWriter<>(LocalDateTime.class, IsoForm.DATE_TIME, LocalDateTimeSerializer.INSTANCE));
        all.addSerializer(new TimeWriter<>(Instant.class, IsoForm.INSTANT, InstantSerializer.INSTANCE));
        TextValue.addTo(all);
        return all;
    }

    private static SimpleDeserializers deserializers() {
        SimpleDeserializers all = new SimpleDeserializers();
        all.addDeserializer(char.class, new CharText('\0'));
        all.addDeserializer(Character.class, new CharText(null));
        all.addDeserializer(byte.class, new ByteNumber((byte) 0));
        all.addDeserializer(Byte.class, new ByteNumber(null));
        time(all, LocalDate.class, IsoForm.DATE, LocalDateDeserializer.INSTANCE);
        time(all, LocalDateTime.class, IsoForm.DATE_TIME, LocalDateTimeDeserializer.INSTANCE);
        time(all, Instant.class, IsoForm.INSTANT, InstantDeserializer.INSTANT);
        TextValue.addTo(all);
        return all;
    }

    private static <T> void time(
            SimpleDeserializers all, Class<T> type, IsoForm<T> form, JsonDeserializer<T> standard) {
        all.addDeserializer(type, new TimeReader<>(type, form, standard));
    }
}
