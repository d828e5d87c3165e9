package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers from the model what the users' annotations leave open; Jackson asks it after them. */
final class ModelIntrospector extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;
    private static final JsonTypeInfo.Value BY_CASE = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type", null, false, true, null);

    @SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
    private final KnownModels models;

    ModelIntrospector(KnownModels models) {
        this.models = models;
    }

    /** Finds the model's fields as fields, whatever their accessors are called. */
    @Override
    public VisibilityChecker<?> findAutoDetectVisibility(AnnotatedClass type, VisibilityChecker<?> checker) {
        return models.fields(type.getRawType()) == null ? checker : checker.withFieldVisibility(Visibility.ANY);
    }

    /** Finds the constructor of an immutable class, unless the user's annotations name another way to create it. */
    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
        if (!(annotated instanceof AnnotatedConstructor constructor)) {
            return null;
        }
        Class<?> type = constructor.getDeclaringClass();
        ObjectModel.Maker maker = models.maker(type);
        boolean ours = maker != null && maker.constructor().equals(constructor.getAnnotated());
        return ours && !hasCreator(type) ? JsonCreator.Mode.PROPERTIES : null;
    }

    private static boolean hasCreator(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .anyMatch(each -> each.isAnnotationPresent(JsonCreator.class));
    }

    /**
     * Finds the properties that an immutable class's constructor takes, and accessors named like the property alone.
     */
    @Override
    public @Nullable String findImplicitPropertyName(AnnotatedMember member) {
        ObjectModel.Maker maker = models.maker(member.getDeclaringClass());
        if (maker == null) {
            return null;
        }
        if (member instanceof AnnotatedParameter parameter) {
            boolean ours = maker.constructor().equals(parameter.getOwner().getAnnotated());
            return ours ? maker.names().get(parameter.getIndex()) : null;
        }
        boolean accessor = member instanceof AnnotatedMethod method
                && method.getParameterCount() == 0
                && method.getRawReturnType() != void.class;
        return accessor && maker.names().contains(member.getName()) ? member.getName() : null;
    }

    @Override
    public @Nullable PropertyName findNameForSerialization(Annotated annotated) {
        return nameOnWire(annotated);
    }

    @Override
    public @Nullable PropertyName findNameForDeserialization(Annotated annotated) {
        return nameOnWire(annotated);
    }

    /** Returns the name that {@link Field} gives to a field, a getter or a constructor's parameter. */
    private static @Nullable PropertyName nameOnWire(Annotated annotated) {
        Field given = annotated.getAnnotation(Field.class);
        boolean setter = annotated instanceof AnnotatedMethod method && method.getParameterCount() > 0;
        return given == null || given.name().isEmpty() || setter ? null : PropertyName.construct(given.name());
    }

    @Override
    public String[] findEnumValues(
            MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, @Nullable String[] names) {
        EnumModel model = models.constants(type.getRawType());
        for (int i = 0; model != null && i < constants.length; i++) {
            int index = model.constants().indexOf(constants[i]);
            if (index >= 0 && !model.names().get(index).equals(constants[i].name())) {
                names[i] = model.names().get(index);
            }
        }
        return names;
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        return oneOf(annotated) == null ? null : BY_CASE;
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
        return oneOf(type) == null ? null : new StdTypeResolverBuilder(BY_CASE);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        OneOfModel oneOf = oneOf(annotated);
        return oneOf == null
                ? null
                : oneOf.cases().stream()
                        .map(each -> new NamedType(each.type().rawType()))
                        .toList();
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass type) {
        return models.caseName(type.getRawType());
    }

    private @Nullable OneOfModel oneOf(Annotated annotated) {
        return annotated instanceof AnnotatedClass ? models.oneOf(annotated.getRawType()) : null;
    }

    /** Reads a null collection as an empty one, and refuses a null element, unless it is an Optional. */
    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        JavaType type = annotated instanceof AnnotatedMethod method && method.getParameterCount() == 1
                ? method.getParameterType(0)
                : annotated.getType();
        boolean container = type.isContainerType() && !type.hasRawClass(byte[].class);
        return JsonSetter.Value.construct(container ? Nulls.AS_EMPTY : Nulls.DEFAULT, nullElements(type));
    }

    /** Returns the handling of null elements in that type. */
    static Nulls nullElements(JavaType type) {
        JavaType element = type;
        while (element.isContainerType()) {
            element = element.getContentType();
        }
        return type.isContainerType() && element.isReferenceType() ? Nulls.SET : Nulls.FAIL;
    }

    @Override
    public @Nullable Enum<?> findDefaultEnumValue(AnnotatedClass type, Enum<?>[] constants) {
        for (Enum<?> constant : constants) {
            if (isFallback(type.getRawType(), constant)) {
                return constant;
            }
        }
        return null;
    }

    private static boolean isFallback(Class<?> type, Enum<?> constant) {
        try {
            return type.getField(constant.name()).isAnnotationPresent(Fallback.class);
        } catch (NoSuchFieldException e) {
            return false;
        }
    }
}
