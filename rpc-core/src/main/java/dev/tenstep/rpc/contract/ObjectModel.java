package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type with fields: a record, a bean, an immutable class, a method's parameters, or a declared exception. All are
 * read by {@link FieldModel#getter()}; all but beans are made by one call of {@link #constructor()} with every field's
 * value.
 */
public final class ObjectModel implements TypeModel {

    /** The kind of owner that the fields have. */
    public enum Kind {
        /** A record: its components. */
        RECORD,
        /** A class with a no-argument constructor: its properties, each a field with a getter and a setter, or public. */
        BEAN,
        /** A class made by a constructor whose parameters have the names of its properties. */
        VALUE,
        /** A method's parameters: the value is the {@code Object[]} of a call. */
        PARAMETERS,
        /** A declared exception: the parameters of its constructor, "message" among them. */
        EXCEPTION
    }

    private final Kind kind;
    private final Class<?> rawType;
    private final String typeName;
    private final List<TypeModel> typeArguments;
    private List<FieldModel> fields = List.of();
    private @Nullable MethodHandle constructor;
    private @Nullable Maker maker;

    /**
     * The constructor of a {@link Kind#VALUE}, for serializers that find the fields by themselves.
     *
     * @param names the Java names of the properties that it takes, in order
     */
    public record Maker(Constructor<?> constructor, List<String> names) {}

    ObjectModel(Kind kind, Class<?> rawType, String typeName, List<TypeModel> typeArguments) {
        this.kind = kind;
        this.rawType = rawType;
        this.typeName = typeName;
        this.typeArguments = List.copyOf(typeArguments);
    }

    /** Links the fields, which may lead back here. Called once, by the parser, before anybody else sees this object. */
    void link(List<FieldModel> all, MethodHandle maker) {
        fields = List.copyOf(all);
        constructor = maker;
    }

    /** Notes the constructor of a {@link Kind#VALUE}. Called once, by the parser. */
    void madeBy(ValueConstructor found) {
        maker = new Maker(
                found.constructor(), found.members().stream().map(Member::name).toList());
    }

    /** The constructor of a {@link Kind#VALUE}; null for the others. */
    public @Nullable Maker maker() {
        return maker;
    }

    /** The kind of owner that the fields have. */
    public Kind kind() {
        return kind;
    }

    /** The bound type arguments of a generic type: {@code [User]} for {@code Page<User>}. */
    public List<TypeModel> typeArguments() {
        return typeArguments;
    }

    /** The fields: components or parameters in order, a bean's in declaration order, the superclass's first. */
    public List<FieldModel> fields() {
        return fields;
    }

    /**
     * The handle that makes a value. For a bean {@code ()Object}, to be filled by the setters; otherwise {@code (F1,
     * F2, ...)Object} with the raw type of every field in order. Exceptions of the user's constructor pass through.
     */
    public MethodHandle constructor() {
        if (constructor == null) {
            throw new IllegalStateException(typeName + " is not linked yet");
        }
        return constructor;
    }

    /**
     * The sole parameter that is the request itself, being generated or marked {@link Message}; null if there is none.
     */
    public @Nullable FieldModel soleMessage() {
        if (kind != Kind.PARAMETERS || fields.size() != 1) {
            return null;
        }
        TypeModel type = fields.get(0).type();
        boolean marked = type.rawType().isAnnotationPresent(Message.class);
        boolean message = type instanceof ObjectModel || type instanceof OneOfModel;
        return type instanceof ForeignModel || (message && marked) ? fields.get(0) : null;
    }

    /** The type's wire name: by {@link Field#name()}, or {@link #typeName()}. */
    String wireName() {
        return Names.onWire(rawType.getAnnotation(Field.class), typeName);
    }

    /** Returns whether the type is marked {@link Message}. */
    public boolean message() {
        return rawType.isAnnotationPresent(Message.class);
    }

    @Override
    public Class<?> rawType() {
        return rawType;
    }

    @Override
    public String typeName() {
        return typeName;
    }

    @Override
    public List<TypeModel> parts() {
        return fields.stream().map(FieldModel::type).toList();
    }

    @Override
    public String toString() {
        return typeName + fields.stream().map(FieldModel::name).toList();
    }
}
