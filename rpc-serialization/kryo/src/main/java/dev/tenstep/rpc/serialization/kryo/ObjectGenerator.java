package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.tenstep.rpc.serialization.objects.Code;
import dev.tenstep.rpc.serialization.objects.Code.Local;
import dev.tenstep.rpc.serialization.objects.GeneratedClass;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * Generates the plan of a type of object: a hidden class that writes and reads one field after the other. For a record with
 * an int and a string it is this:
 *
 * <pre>{@code
 * void write(KryoOutput out, Object value) {
 *     out.writeVarInt(GET_ID.invokeExact(value), false);
 *     NAME.write(out, GET_NAME.invokeExact(value));
 * }
 *
 * Object read(KryoInput in) {
 *     int id = in.readVarInt(false);
 *     Object name = NAME.read(in);
 *     return NEW.invokeExact(id, name);
 * }
 * }</pre>
 */
final class ObjectGenerator {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private ObjectGenerator() {}

    /** Generates the plan of an object with a plan for each of its members. */
    static Plan generate(ObjectPlan object, List<Plan> fields) throws ReflectiveOperationException {
        GeneratedClass made = new GeneratedClass(LOOKUP, "KryoObject", Plan.class);
        write(object, fields, made.method("write", void.class, KryoOutput.class, Object.class));
        read(object, fields, made.method("read", Object.class, KryoInput.class));
        return (Plan) made.instance();
    }

    private static void write(ObjectPlan object, List<Plan> fields, Code code) {
        Local out = code.local(KryoOutput.class);
        Local value = code.local(Object.class);
        for (int i = 0; i < fields.size(); i++) {
            ObjectPlan.Member member = object.members().get(i);
            if (member.type().isPrimitive()) {
                code.load(out).get(member, value);
                writePrimitive(code, member);
            } else {
                code.push(fields.get(i), Plan.class).load(out).get(member, value);
                code.call(Plan.class, "write", KryoOutput.class, Object.class);
            }
        }
        code.add(Opcodes.RETURN).end();
    }

    private static void read(ObjectPlan object, List<Plan> fields, Code code) {
        Local in = code.local(KryoInput.class);
        Local[] values = new Local[fields.size()];
        for (int i = 0; i < values.length; i++) {
            ObjectPlan.Member member = object.members().get(i);
            values[i] = code.local(member.type());
            if (member.type().isPrimitive()) {
                code.load(in);
                readPrimitive(code, member);
            } else {
                code.push(fields.get(i), Plan.class).load(in).call(Plan.class, "read", KryoInput.class);
            }
            code.store(values[i]);
        }
        code.make(object, values).add(Opcodes.ARETURN).end();
    }

    private static void writePrimitive(Code code, ObjectPlan.Member member) {
        Class<?> type = member.type();
        if (isVariable(type)) {
            code.push(0).call(Output.class, "writeVar" + member.primitiveName(), type, boolean.class);
            code.add(Opcodes.POP);
        } else {
            code.call(Output.class, "write" + member.primitiveName(), type == short.class ? int.class : type);
        }
    }

    private static void readPrimitive(Code code, ObjectPlan.Member member) {
        if (isVariable(member.type())) {
            code.push(0).call(Input.class, "readVar" + member.primitiveName(), boolean.class);
        } else {
            code.call(Input.class, "read" + member.primitiveName());
        }
    }

    /** Returns whether numbers of a type have a variable length. */
    private static boolean isVariable(Class<?> type) {
        return type == int.class || type == long.class;
    }
}
