package dev.tenstep.rpc.contract;

import java.util.List;

/**
 * What the framework knows of a Java type that crosses the wire. Immutable; equal types of one contract are one object,
 * so a recursive type is a cycle of objects: compare by identity, and stop where you have been.
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

    /** The type as its source has it, without packages: {@code Map<String, List<User>>}. */
    String typeName();

    /** The types that this one is made of, in order: elements, keys and values, field types, cases. */
    List<TypeModel> parts();
}
