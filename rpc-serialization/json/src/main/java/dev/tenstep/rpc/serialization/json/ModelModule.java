package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.module.SimpleAbstractTypeResolver;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleKeyDeserializers;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

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
        SimpleSerializers keys = new SimpleSerializers();
        keys.addSerializer(ByteBuffer.class, new BufferText.KeyWriter());
        context.addKeySerializers(keys);
        context.addKeyDeserializers(
                new SimpleKeyDeserializers().addDeserializer(ByteBuffer.class, new BufferText.KeyReader()));
        context.addAbstractTypeResolver(new SimpleAbstractTypeResolver()
                .addMapping(Set.class, LinkedHashSet.class)
                .addMapping(Queue.class, ArrayDeque.class)
                .addMapping(Deque.class, ArrayDeque.class));
    }

    private static SimpleSerializers serializers() {
        SimpleSerializers all = new SimpleSerializers();
        all.addSerializer(ByteBuffer.class, new BufferText.Writer());
        all.addSerializer(String[].class, new StringArray());
        return all;
    }

    private static SimpleDeserializers deserializers() {
        SimpleDeserializers all = new SimpleDeserializers();
        all.addDeserializer(char.class, new CharText('\0'));
        all.addDeserializer(Character.class, new CharText(null));
        all.addDeserializer(byte.class, new ByteNumber((byte) 0));
        all.addDeserializer(Byte.class, new ByteNumber(null));
        return all;
    }
}
