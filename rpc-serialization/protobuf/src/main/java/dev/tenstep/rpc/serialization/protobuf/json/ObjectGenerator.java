package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import dev.tenstep.rpc.serialization.objects.Code;
import dev.tenstep.rpc.serialization.objects.Code.Local;
import dev.tenstep.rpc.serialization.objects.GeneratedClass;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import dev.tenstep.rpc.serialization.protobuf.json.value.Names;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Generates the form of a type of object: a hidden class. For a record with a number and a list it is this:
 *
 * <pre>{@code
 * void writeFields(Object value, JsonGenerator out, int depth) {
 *     Primitives.write(GET_TOTAL.invokeExact(value), TOTAL, out);
 *     ObjectForm.writeField(GET_USERS.invokeExact(value), LIST, USERS, out, depth);
 * }
 *
 * Object readFields(JsonParser in, int depth) {
 *     int total = 0;
 *     Object users = null;
 *     Set unknown = null;
 *     long seen = 0;
 *     int expected = 0;
 *     int index;
 *     while ((index = NAMES.next(in, expected)) != Names.END) {
 *         if (index < 0) {
 *             unknown = Names.skip(in, unknown);
 *             continue;
 *         }
 *         seen = NAMES.once(seen, index);
 *         switch (index) {
 *             case 0: total = Primitives.readInt(INT, in); break;
 *             case 1: users = ObjectForm.readField(LIST, in, depth); break;
 *         }
 *         expected = index + 1;
 *     }
 *     return NEW.invokeExact(total, ObjectForm.orAbsent(users, LIST));
 * }
 * }</pre>
 */
final class ObjectGenerator {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Fields fields;

    private ObjectGenerator(Fields fields) {
        this.fields = fields;
    }

    /** Returns whether a class can be generated: a bit of a long for each field, and no number in a form of its own. */
    static boolean canGenerate(Fields fields) {
        return fields.count() > 0
                && fields.count() <= Long.SIZE
                && IntStream.range(0, fields.count())
                        .allMatch(
                                i -> !fields.member(i).type().isPrimitive() || fields.form(i) instanceof PrimitiveForm);
    }

    static ObjectForm generate(Fields fields) throws ReflectiveOperationException {
        GeneratedClass made = new GeneratedClass(LOOKUP, "ProtoJsonObject", ObjectForm.class);
        ObjectGenerator generator = new ObjectGenerator(fields);
        generator.write(made.method("writeFields", void.class, Object.class, JsonGenerator.class, int.class));
        generator.read(made.method("readFields", Object.class, JsonParser.class, int.class));
        return (ObjectForm) made.instance();
    }

    private void write(Code code) {
        Local value = code.local(Object.class);
        Local out = code.local(JsonGenerator.class);
        Local depth = code.local(int.class);
        for (int i = 0; i < fields.count(); i++) {
            SerializableString name = fields.names().name(i);
            ObjectPlan.Member member = fields.member(i);
            code.get(member, value);
            if (member.type().isPrimitive()) {
                code.push(name, SerializableString.class).load(out);
                code.call(Primitives.class, "write", member.type(), SerializableString.class, JsonGenerator.class);
            } else {
                code.push(fields.form(i), ValueForm.class)
                        .push(name, SerializableString.class)
                        .load(out)
                        .load(depth);
                code.call(
                        ObjectForm.class,
                        "writeField",
                        Object.class,
                        ValueForm.class,
                        SerializableString.class,
                        JsonGenerator.class,
                        int.class);
            }
        }
        code.add(Opcodes.RETURN).end();
    }

    private void read(Code code) {
        Local in = code.local(JsonParser.class);
        Local depth = code.local(int.class);
        Local unknown = code.local(Set.class);
        Local expected = code.local(int.class);
        Local index = code.local(int.class);
        Local seen = code.local(long.class);
        Local[] values = fields.object().members().stream()
                .map(member -> code.local(member.type()))
                .toArray(Local[]::new);
        for (Local each : values) {
            code.clear(each);
        }
        code.clear(unknown).clear(seen).clear(expected);
        Label loop = new Label();
        Label known = new Label();
        Label done = new Label();
        code.place(loop).push(fields.names(), Names.class).load(in).load(expected);
        code.call(Names.class, "next", JsonParser.class, int.class).store(index);
        code.load(index).jump(Opcodes.IFGE, known);
        code.load(index).push(Names.END).jump(Opcodes.IF_ICMPEQ, done);
        code.load(in).load(unknown);
        code.call(Names.class, "skip", JsonParser.class, Set.class).store(unknown);
        code.jump(Opcodes.GOTO, loop);
        code.place(known).push(fields.names(), Names.class).load(seen).load(index);
        code.call(Names.class, "once", long.class, int.class).store(seen);
        Label next = new Label();
        Label[] cases =
                IntStream.range(0, fields.count()).mapToObj(i -> new Label()).toArray(Label[]::new);
        code.load(index).choose(cases, next);
        for (int i = 0; i < cases.length; i++) {
            code.place(cases[i]);
            readValue(code, i, in, depth);
            code.store(values[fields.targets()[i]]).jump(Opcodes.GOTO, next);
        }
        code.place(next).load(index).push(1).add(Opcodes.IADD).store(expected).jump(Opcodes.GOTO, loop);
        code.place(done);
        for (int i = 0; i < cases.length; i++) {
            orAbsent(code, fields.form(i), fields.member(i), values[fields.targets()[i]]);
        }
        code.make(fields.object(), values).add(Opcodes.ARETURN).end();
    }

    private void readValue(Code code, int i, Local in, Local depth) {
        ObjectPlan.Member member = fields.member(i);
        if (member.type().isPrimitive()) {
            code.push(((PrimitiveForm) fields.form(i)).number(), NumberForm.class)
                    .load(in);
            code.call(Primitives.class, "read" + member.primitiveName(), NumberForm.class, JsonParser.class);
        } else {
            code.push(fields.form(i), ValueForm.class).load(in).load(depth);
            code.call(ObjectForm.class, "readField", ValueForm.class, JsonParser.class, int.class);
        }
    }

    private static void orAbsent(Code code, ValueForm form, ObjectPlan.Member member, Local value) {
        if (!member.type().isPrimitive() && form.absent() != null) {
            code.load(value).push(form, ValueForm.class);
            code.call(ObjectForm.class, "orAbsent", Object.class, ValueForm.class)
                    .store(value);
        }
    }
}
