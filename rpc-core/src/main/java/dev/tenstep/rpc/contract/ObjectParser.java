package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Links records and beans to their fields and their constructors. */
final class ObjectParser {
    private final Faults faults;
    private final MemberParser members;

    ObjectParser(TypeParser types, Faults faults) {
        this.faults = faults;
        this.members = new MemberParser(types, faults);
    }

    /** Parses the fields and links them; after a fault the model stays unlinked. */
    void link(ObjectModel model, BoundType type) {
        if (model.kind() == ObjectModel.Kind.RECORD) {
            linkRecord(model, type);
        } else {
            linkBean(model, type);
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
        try {
            link(model, type, all, type.raw().getDeclaredConstructor());
        } catch (NoSuchMethodException e) {
            faults.addType(
                    type.toString(), "has no constructor without parameters (expected: one, or make it a record)");
        }
    }

    private void link(ObjectModel model, BoundType type, List<Member> all, Constructor<?> constructor) {
        int before = faults.count();
        List<FieldModel> fields = members.parse(type.toString(), all);
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

    private static Constructor<?> constructor(Class<?> record, Class<?>[] taken) {
        try {
            return record.getDeclaredConstructor(taken);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record without its canonical constructor: " + record, e);
        }
    }
}
