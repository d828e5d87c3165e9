package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import dev.tenstep.rpc.serialization.objects.Code;
import dev.tenstep.rpc.serialization.objects.Code.Local;
import dev.tenstep.rpc.serialization.objects.GeneratedClass;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Generates the planned way of a type of object: a hidden class. For a record with a number and a list it is this:
 *
 * <pre>{@code
 * void writeFields(Object value, JsonOutput out) {
 *     Names.requireType(value, Page.class);
 *     JsonGenerator generator = out.generator();
 *     generator.writeFieldName(TOTAL);
 *     generator.writeNumber(GET_TOTAL.invokeExact(value));
 *     generator.writeFieldName(USERS);
 *     ValuePlan.writeNullable(GET_USERS.invokeExact(value), LIST, out);
 * }
 *
 * Object readFields(JsonInput in, Set<String> unknown) {
 *     int total = 0;
 *     Object users = null;
 *     long seen = 0;
 *     int expected = 0;
 *     JsonParser parser = in.parser();
 *     int index;
 *     while ((index = NAMES.next(parser, expected)) != Names.END) {
 *         if (index < 0) {
 *             unknown = Names.skip(parser, unknown);
 *             continue;
 *         }
 *         seen = Names.once(seen, index);
 *         switch (index) {
 *             case 0: total = INT.readInt(in); break;
 *             case 1: users = ValuePlan.readNullable(LIST, in); break;
 *         }
 *         expected = index + 1;
 *     }
 *     return NEW.invokeExact(total, ValuePlan.orAbsent(users, LIST));
 * }
 * }</pre>
 *
 * <p>A bean is made first, with empty containers where its constructor leaves null, and filled as the message goes. A
 * method's parameters and an exception are not made without their primitive values.
 */
final class ObjectGenerator {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final ObjectFields plan;
    private final ObjectPlan object;

    private ObjectGenerator(ObjectFields plan) {
        this.plan = plan;
        object = plan.object();
    }

    static ObjectValue generate(ObjectFields plan) throws ReflectiveOperationException {
        GeneratedClass made = new GeneratedClass(LOOKUP, "JsonObject", ObjectValue.class);
        ObjectGenerator generator = new ObjectGenerator(plan);
        generator.write(made.method("writeFields", void.class, Object.class, JsonOutput.class));
        generator.read(made.method("readFields", Object.class, JsonInput.class, Set.class));
        return (ObjectValue) made.instance();
    }

    private void write(Code code) {
        Local value = code.local(Object.class);
        Local out = code.local(JsonOutput.class);
        Local generator = code.local(JsonGenerator.class);
        if (plan.exact() != null) {
            code.load(value).push(plan.exact(), Class.class);
            code.call(Names.class, "requireType", Object.class, Class.class);
        }
        code.load(out).call(JsonOutput.class, "generator").store(generator);
        for (int k = 0; k < plan.count(); k++) {
            int i = plan.member(k);
            code.load(generator).push(plan.names().name(k), SerializableString.class);
            code.call(JsonGenerator.class, "writeFieldName", SerializableString.class);
            Class<?> type = object.members().get(i).type();
            if (type.isPrimitive()) {
                code.load(generator).get(object.members().get(i), value);
                writePrimitive(code, type);
            } else {
                code.get(object.members().get(i), value)
                        .push(plan.value(i), ValuePlan.class)
                        .load(out);
                code.call(ValuePlan.class, "writeNullable", Object.class, ValuePlan.class, JsonOutput.class);
            }
        }
        code.add(Opcodes.RETURN).end();
    }

    private static void writePrimitive(Code code, Class<?> type) {
        if (type == boolean.class) {
            code.call(JsonGenerator.class, "writeBoolean", boolean.class);
        } else if (type == char.class) {
            code.call(ScalarPlan.class, "writeChar", JsonGenerator.class, char.class);
        } else {
            code.call(JsonGenerator.class, "writeNumber", type == byte.class ? int.class : type);
        }
    }

    private void read(Code code) {
        Local in = code.local(JsonInput.class);
        Local unknown = code.local(Set.class);
        Local parser = code.local(JsonParser.class);
        Local expected = code.local(int.class);
        Local index = code.local(int.class);
        Local seen = code.local(long.class);
        Local[] values = object.members().stream()
                .map(member -> code.local(member.type()))
                .toArray(Local[]::new);
        for (Local each : values) {
            code.clear(each);
        }
        Local made = code.local(Object.class);
        if (object.bean()) {
            emptyBean(code, made, values);
        }
        code.clear(seen).clear(expected);
        code.load(in).call(JsonInput.class, "parser").store(parser);
        Label loop = new Label();
        Label known = new Label();
        Label done = new Label();
        code.place(loop).push(plan.names(), Names.class).load(parser).load(expected);
        code.call(Names.class, "next", JsonParser.class, int.class).store(index);
        code.load(index).jump(Opcodes.IFGE, known);
        code.load(index).push(Names.END).jump(Opcodes.IF_ICMPEQ, done);
        code.load(parser).load(unknown);
        code.call(Names.class, "skip", JsonParser.class, Set.class).store(unknown);
        code.jump(Opcodes.GOTO, loop);
        code.place(known).load(seen).load(index);
        code.call(Names.class, "once", long.class, int.class).store(seen);
        Label next = new Label();
        Label[] cases =
                IntStream.range(0, values.length).mapToObj(i -> new Label()).toArray(Label[]::new);
        if (cases.length > 0) {
            code.load(index).choose(cases, next);
        }
        for (int k = 0; k < cases.length; k++) {
            int i = plan.member(k);
            code.place(cases[k]);
            readValue(code, i, in);
            code.store(values[i]);
            if (object.bean()) {
                orAbsent(code, i, values[i]);
                code.set(object.members().get(i), made, values[i]);
            }
            code.jump(Opcodes.GOTO, next);
        }
        code.place(next).load(index).push(1).add(Opcodes.IADD).store(expected).jump(Opcodes.GOTO, loop);
        code.place(done);
        if (object.bean()) {
            code.load(made);
        } else {
            make(code, values, seen);
        }
        code.add(Opcodes.ARETURN).end();
    }

    private void readValue(Code code, int i, Local in) {
        ObjectPlan.Member member = object.members().get(i);
        if (member.type().isPrimitive()) {
            code.push(plan.value(i), ScalarPlan.class).load(in);
            code.call(ScalarPlan.class, "read" + member.primitiveName(), JsonInput.class);
        } else {
            code.push(plan.value(i), ValuePlan.class).load(in);
            code.call(ValuePlan.class, "readNullable", ValuePlan.class, JsonInput.class);
        }
    }

    /** Makes a bean whose containers are empty where its constructor leaves them null. */
    private void emptyBean(Code code, Local made, Local[] values) {
        code.makeEmpty(object).store(made);
        for (int i = 0; i < values.length; i++) {
            if (plan.hasAbsent(i)) {
                ObjectPlan.Member member = object.members().get(i);
                Label next = new Label();
                code.get(member, made).jump(Opcodes.IFNONNULL, next);
                orAbsent(code, i, values[i]);
                code.set(member, made, values[i]).place(next);
            }
        }
    }

    private void make(Code code, Local[] values, Local seen) {
        if (plan.required() != 0) {
            code.push(plan.required()).load(seen).call(Names.class, "require", long.class, long.class);
        }
        for (int i = 0; i < values.length; i++) {
            orAbsent(code, i, values[i]);
        }
        code.make(object, values);
    }

    private void orAbsent(Code code, int i, Local value) {
        if (plan.hasAbsent(i)) {
            code.load(value).push(plan.value(i), ValuePlan.class);
            code.call(ValuePlan.class, "orAbsent", Object.class, ValuePlan.class)
                    .store(value);
        }
    }
}
