package dev.tenstep.rpc.contract;

import java.util.List;

/**
 * The framework's model of a Java type that is sent. Immutable. Equal types of one contract are one object, so a
 * recursive type is a cycle of objects: compare by identity, and stop at objects that were visited.
 */
public sealed interface TypeModel
        permits ScalarModel,
                EnumModel,
                CollectionModel,
                MapModel,
                OptionalModel,
                ObjectModel,
                OneOfModel,
                ForeignModel {

    /** The erased class; {@code int.class} for a primitive, {@code Object[].class} for a method's parameters. */
    Class<?> rawType();

    /** The type as in source, without packages: {@code Map<String, List<User>>}. */
    String typeName();

    /** The types that this one is made of, in order: elements, keys and values, field types, cases. */
    List<TypeModel> parts();
}
