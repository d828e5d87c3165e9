package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Links records, beans and immutable classes to their fields and their constructors. */
final class ObjectParser {
    private final Faults faults;
    private final MemberParser members;
    private final ValueParser values;

    ObjectParser(TypeParser types, Faults faults) {
        this.faults = faults;
        this.members = new MemberParser(types, faults);
        this.values = new ValueParser(faults);
    }

    /** Parses the fields and links them; after a fault the model stays unlinked. */
    void link(ObjectModel model, BoundType type) {
        switch (model.kind()) {
            case RECORD -> linkRecord(model, type);
            case VALUE -> linkValue(model, type);
            default -> linkBean(model, type);
        }
    }

    private void linkValue(ObjectModel model, BoundType type) {
        ValueConstructor found = values.find(type);
        if (found != null) {
            model.madeBy(found);
            link(model, type, found.members(), found.constructor());
        }
    }

    private void linkRecord(ObjectModel model, BoundType type) {
        Map<TypeVariable<?>, BoundType> variables = type.variables();
        RecordComponent[] components = type.raw().getRecordComponents();
        List<Member> all = Arrays.stream(components)
                .map(c -> Member.of(
                        c.getName(),
                        BoundType.of(c.getGenericType(), variables),
                        c,
                        t -> Accessors.getter(c.getAccessor(), t)))
                .toList();
        Class<?>[] taken =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        link(model, type, all, constructor(type.raw(), taken));
    }

    private void linkBean(ObjectModel model, BoundType type) {
        List<Member> all = new BeanMembers(type, faults).list();
        link(model, type, all, constructor(type.raw()));
    }

    private void link(ObjectModel model, BoundType type, List<Member> all, Constructor<?> constructor) {
        String tooMany = Refusals.ofValues(List.of(constructor.getParameterTypes()));
        if (tooMany != null) {
            faults.addType(type.toString(), tooMany);
            return;
        }
        int before = faults.count();
        List<FieldModel> fields = members.parse(type.toString(), type.raw(), all);
        if (faults.count() > before) {
            return;
        }
        try {
            MethodHandle maker = Accessors.constructor(constructor);
            boolean bean = model.kind() == ObjectModel.Kind.BEAN;
            model.link(fields, bean ? maker : Accessors.taking(maker, fields));
        } catch (InaccessibleObjectException e) {
            faults.addType(type.toString(), Refusals.unreachable(e));
        }
    }

    private static Constructor<?> constructor(Class<?> type, Class<?>... taken) {
        try {
            return type.getDeclaredConstructor(taken);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(type + " without the constructor that it was found to have", e);
        }
    }
}
