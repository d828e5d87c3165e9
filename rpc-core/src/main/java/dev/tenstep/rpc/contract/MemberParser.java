package dev.tenstep.rpc.contract;

import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Turns members into fields: numbers them, parses their types, checks their encodings. */
final class MemberParser {
    private static final Set<Kind> INTEGERS = EnumSet.of(Kind.BYTE, Kind.SHORT, Kind.INT, Kind.LONG);

    private final TypeParser types;
    private final Faults faults;

    MemberParser(TypeParser types, Faults faults) {
        this.types = types;
        this.faults = faults;
    }

    /** The fields of an object; those with faults are left out. */
    List<FieldModel> parse(String owner, Class<?> type, List<Member> members) {
        List<FieldModel> fields = new ArrayList<>();
        faults.enter(owner);
        Numbers numbers = new Numbers(faults, type);
        faults.leave();
        for (Member member : members) {
            faults.enter(owner);
            int number = numbers.next(member.wireName(), member.field());
            faults.leave();
            faults.enter(owner + "." + member.name());
            add(member, number, fields);
            faults.leave();
        }
        return fields;
    }

    /** Adds the field of one member, unless it has a fault. */
    void add(Member member, int number, List<FieldModel> fields) {
        int before = faults.count();
        TypeModel type = types.parse(member.type());
        Wire.Encoding encoding = encoding(member, type);
        if (faults.count() > before) {
            return;
        }
        Class<?> raw = type.rawType();
        try {
            MethodHandle getter = member.getter().apply(raw);
            MethodHandle setter =
                    member.setter() == null ? null : member.setter().apply(raw);
            fields.add(new FieldModel(member.wireName(), member.name(), number, type, encoding, getter, setter));
        } catch (InaccessibleObjectException e) {
            faults.addHere(Refusals.unreachable(e));
        }
    }

    private Wire.Encoding encoding(Member member, TypeModel type) {
        if (member.wire() == null) {
            return Wire.Encoding.VARINT;
        }
        if (!integer(type)) {
            faults.addHere("@Wire on '" + member.name() + "', a " + type.typeName() + " (expected: byte, short, int or"
                    + " long, or an Optional or collection of them)");
        }
        return member.wire().value();
    }

    private static boolean integer(TypeModel type) {
        if (type instanceof OptionalModel optional) {
            return integer(optional.value());
        }
        if (type instanceof CollectionModel collection) {
            return integer(collection.element());
        }
        return type instanceof ScalarModel scalar && INTEGERS.contains(scalar.kind());
    }
}
