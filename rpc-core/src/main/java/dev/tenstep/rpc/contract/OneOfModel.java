package dev.tenstep.rpc.contract;

import java.util.List;

/** A sealed interface (or sealed abstract class): one of its permitted types, nested sealed ones flattened. May be null. */
public final class OneOfModel implements TypeModel {
    private final Class<?> rawType;
    private final String typeName;
    private final List<TypeModel> typeArguments;
    private List<Case> cases = List.of();

    OneOfModel(Class<?> rawType, String typeName, List<TypeModel> typeArguments) {
        this.rawType = rawType;
        this.typeName = typeName;
        this.typeArguments = List.copyOf(typeArguments);
    }

    /**
     * One permitted type.
     *
     * @param name by {@link Field#name()} on its class, or the class's simple name, unique among the cases; in JSON the
     *     discriminator's value
     * @param number by {@link Field} on the class, or from 1 in the order of {@code permits}
     */
    public record Case(String name, int number, ObjectModel type) {}

    /** Links the cases, which may lead back here. Called once, by the parser, before anybody else sees this object. */
    void link(List<Case> all) {
        cases = List.copyOf(all);
    }

    /** The bound type arguments of a generic type: {@code [User]} for {@code Result<User>}. */
    public List<TypeModel> typeArguments() {
        return typeArguments;
    }

    /** The permitted types, in order. */
    public List<Case> cases() {
        return cases;
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
        return cases.stream().map(c -> (TypeModel) c.type()).toList();
    }

    @Override
    public String toString() {
        return typeName;
    }
}
