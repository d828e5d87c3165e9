package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.serialization.objects.Code;
import dev.tenstep.rpc.serialization.objects.Code.Local;
import dev.tenstep.rpc.serialization.objects.GeneratedClass;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Generates the codec of a type of object: a hidden class that writes one field after the other, and reads them in the
 * sender's order. For a record with an int and a string it is this:
 *
 * <pre>{@code
 * void write(GobOutput out, Object value) {
 *     out.field(0, (long) GET_ID.invokeExact(value));
 *     out.field(1, NAME, GET_NAME.invokeExact(value));
 * }
 *
 * Object read(GobInput in, StructReader reader) {
 *     int id = 0;
 *     Object name = null;
 *     int at = -1;
 *     for (;;) {
 *         at = reader.next(in, at);
 *         switch (reader.target(at)) {
 *             case 0: id = reader.intValue(in, at); continue;
 *             case 1: name = reader.value(in, at); continue;
 *         }
 *         break;
 *     }
 *     if (name == null) {
 *         name = NAME.absent();
 *     }
 *     return NEW.invokeExact(id, name);
 * }
 * }</pre>
 */
final class ObjectGenerator {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final ObjectPlan object;
    private final List<Plan> fields;

    private ObjectGenerator(ObjectPlan object, List<Plan> fields) {
        this.object = object;
        this.fields = fields;
    }

    /** Generates the codec of an object with a plan for each of its members. */
    static StructCodec generate(ObjectPlan object, List<Plan> fields) throws ReflectiveOperationException {
        GeneratedClass made = new GeneratedClass(LOOKUP, "GobObject", StructCodec.class);
        ObjectGenerator generator = new ObjectGenerator(object, fields);
        generator.write(made.method("write", void.class, GobOutput.class, Object.class));
        generator.read(made.method("read", Object.class, GobInput.class, StructReader.class));
        return (StructCodec) made.instance();
    }

    private void write(Code code) {
        Local out = code.local(GobOutput.class);
        Local value = code.local(Object.class);
        for (int i = 0; i < fields.size(); i++) {
            ObjectPlan.Member member = object.members().get(i);
            code.load(out).push(i);
            if (!member.type().isPrimitive()) {
                code.push(fields.get(i), Plan.class).get(member, value);
                code.call(GobOutput.class, "field", int.class, Plan.class, Object.class);
                continue;
            }
            code.get(member, value);
            Class<?> wide = wide(member.type());
            if (member.type() == float.class) {
                code.add(Opcodes.F2D);
            } else if (wide == long.class && member.type() != long.class) {
                code.add(Opcodes.I2L);
            }
            code.call(GobOutput.class, "field", int.class, wide);
        }
        code.add(Opcodes.RETURN).end();
    }

    /** Returns the type that a primitive is written as. */
    private static Class<?> wide(Class<?> type) {
        if (type == boolean.class) {
            return boolean.class;
        }
        return type == float.class || type == double.class ? double.class : long.class;
    }

    private void read(Code code) {
        Local in = code.local(GobInput.class);
        Local reader = code.local(StructReader.class);
        Local at = code.local(int.class);
        Local[] values = new Local[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = code.local(object.members().get(i).type());
            code.clear(values[i]);
        }
        code.push(-1).store(at);
        Label next = new Label();
        Label end = new Label();
        code.place(next).load(reader).load(in).load(at);
        code.call(StructReader.class, "next", GobInput.class, int.class).store(at);
        if (values.length == 0) {
            code.jump(Opcodes.GOTO, end);
        } else {
            readFields(code, new Local[] {in, reader, at}, values, next, end);
        }
        code.place(end);
        for (int i = 0; i < values.length; i++) {
            replaceAbsent(code, i, values[i]);
        }
        code.make(object, values).add(Opcodes.ARETURN).end();
    }

    /** Reads the field that comes next: a case for each. The first three locals are input, reader and number. */
    private void readFields(Code code, Local[] from, Local[] values, Label next, Label end) {
        Label[] cases = new Label[values.length];
        for (int i = 0; i < cases.length; i++) {
            cases[i] = new Label();
        }
        code.load(from[1]).load(from[2]).call(StructReader.class, "target", int.class);
        code.choose(cases, end);
        for (int i = 0; i < cases.length; i++) {
            Class<?> type = object.members().get(i).type();
            code.place(cases[i]).load(from[1]).load(from[0]).load(from[2]);
            code.call(
                    StructReader.class,
                    type.isPrimitive() ? type.getName() + "Value" : "value",
                    GobInput.class,
                    int.class);
            code.store(values[i]).jump(Opcodes.GOTO, next);
        }
    }

    private void replaceAbsent(Code code, int field, Local value) {
        if (object.members().get(field).type().isPrimitive()) {
            return;
        }
        Label present = new Label();
        code.load(value).jump(Opcodes.IFNONNULL, present);
        code.push(fields.get(field), Plan.class).call(Plan.class, "absent").store(value);
        code.place(present);
    }
}
