package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.json.plan.Databind;
import dev.tenstep.rpc.serialization.json.plan.Mapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mapper, configured for this framework's rules, and the parts of it that codecs use. Used by many threads. */
final class Jackson implements Databind {
    private static final int DEPTH = 100;
    static final int NAME_CHARS = 1_000;
    private static final int NUMBER_CHARS = 1_000;

    private final KnownModels models;
    private final JsonFactory factory;
    /** The factory of parsers that find no duplicate names, for plans, which find them. */
    private final JsonFactory planned;

    private final JsonMapper mapper;
    private final DefaultDeserializationContext reading;

    Jackson(boolean protobuf) {
        models = new KnownModels(protobuf);
        BufferPool buffers = new BufferPool();
        factory = factory(buffers)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        planned = factory(buffers).build();
        mapper = mapper(factory, models);
        if (protobuf) {
            mapper.registerModule(new ProtobufModule());
        }
        mapper.getSerializerProvider().setNullValueSerializer(new NullElement());
        reading = (DefaultDeserializationContext) mapper.getDeserializationContext();
    }

    private static JsonFactoryBuilder factory(BufferPool buffers) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxNameLength(NAME_CHARS)
                        .maxNumberLength(NUMBER_CHARS)
                        .maxStringLength(Integer.MAX_VALUE) // the message's size bounds it
                        .build())
                .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(DEPTH).build())
                .recyclerPool(buffers)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM);
    }

    private static JsonMapper mapper(JsonFactory factory, KnownModels models) {
        return JsonMapper.builder(factory)
                .addModules(new Jdk8Module(), time(), new ModelModule(models))
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.USE_GETTERS_AS_SETTERS)
                .withCoercionConfig(LogicalType.Integer, Jackson::takeText)
                .withCoercionConfig(LogicalType.Float, Jackson::takeText)
                .withCoercionConfig(LogicalType.Textual, Jackson::takeNothingElse)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .disable(
                        SerializationFeature.FAIL_ON_EMPTY_BEANS,
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .build();
    }

    /** Numbers may be written as strings, as {@code @JsonFormat(shape = STRING)} does. */
    private static void takeText(MutableCoercionConfig number) {
        number.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert);
    }

    private static void takeNothingElse(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    private static JavaTimeModule time() {
        return new JavaTimeModule().disable(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
    }

    /** Binds each field of a method's parameters or of an exception. */
    List<BoundField> fields(ObjectModel model) throws UnfitType {
        List<BoundField> bound = new ArrayList<>();
        for (var field : model.fields()) {
            bound.add(new BoundField(field.name(), value(field.name(), field.type())));
        }
        return bound;
    }

    /** Binds a value that is not a field. */
    BoundValue value(String name, TypeModel model) throws UnfitType {
        models.add(model);
        JavaType type = new JavaTypes(mapper.getTypeFactory()).of(model);
        try {
            return BoundValue.of(name, type, models.empty(type), writing(), reading(null));
        } catch (JsonMappingException | IllegalArgumentException e) {
            throw new UnfitType(model.typeName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Mapped mapped(TypeModel type) {
        try {
            return value(type.typeName(), type);
        } catch (UnfitType e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public @Nullable List<String> properties(ObjectModel type) {
        JavaType javaType = new JavaTypes(mapper.getTypeFactory()).of(type);
        try {
            return UsualProperties.of(
                    type,
                    writing().findValueSerializer(javaType),
                    reading(null).findNonContextualValueDeserializer(javaType));
        } catch (JsonMappingException e) {
            return null; // only some of its values may be meant, if any
        }
    }

    /** Returns a generator that hands over in bulk, and leaves the stream open. */
    JsonGenerator generator(MessageOutput out) throws IOException {
        return factory.createGenerator(out, JsonEncoding.UTF8);
    }

    /**
     * Returns a parser over the message.
     *
     * @param unique whether the parser itself refuses duplicate names
     */
    JsonParser parser(MessageInput in, boolean unique) throws IOException {
        Utf8.check(in.array(), in.position(), in.end());
        return (unique ? factory : planned).createParser(in.array(), in.position(), in.remaining());
    }

    @Override
    public SerializerProvider writing() {
        return mapper.getSerializerProviderInstance();
    }

    @Override
    public DeserializationContext reading(@Nullable JsonParser parser) {
        return reading.createInstance(mapper.getDeserializationConfig(), parser, null);
    }
}
