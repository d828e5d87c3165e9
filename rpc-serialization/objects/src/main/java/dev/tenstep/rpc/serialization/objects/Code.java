package dev.tenstep.rpc.serialization.objects;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The instructions of a method that is being generated. Objects that the code refers to become constants of its class
 * ({@link MethodHandles#classDataAt}), which HotSpot trusts like any constant: a method handle is inlined, and so is a
 * method of a record with the values of its components.
 */
public final class Code {
    private static final Handle CLASS_DATA_AT = new Handle(
            Opcodes.H_INVOKESTATIC,
            Type.getInternalName(MethodHandles.class),
            "classDataAt",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)Ljava/lang/Object;",
            false);

    private final MethodVisitor out;
    private final List<Object> constants;
    /** The index of the next local variable; {@code this} is the first. */
    private int nextLocal = 1;

    /** Begins the code of a method that is not static. Its parameters are the first that {@link #local} makes. */
    Code(MethodVisitor out, List<Object> constants) {
        this.out = out;
        this.constants = constants;
        out.visitCode();
    }

    /** A local variable. */
    public record Local(Type type, int index) {}

    /** Makes a local variable; longs and doubles take two places. */
    public Local local(Class<?> type) {
        Type asm = Type.getType(type);
        Local local = new Local(asm, nextLocal);
        nextLocal += asm.getSize();
        return local;
    }

    public Code load(Local local) {
        out.visitVarInsn(local.type().getOpcode(Opcodes.ILOAD), local.index());
        return this;
    }

    public Code store(Local local) {
        out.visitVarInsn(local.type().getOpcode(Opcodes.ISTORE), local.index());
        return this;
    }

    /** Sets a local variable to 0, false or null. */
    public Code clear(Local local) {
        out.visitInsn(
                switch (local.type().getSort()) {
                    case Type.LONG -> Opcodes.LCONST_0;
                    case Type.FLOAT -> Opcodes.FCONST_0;
                    case Type.DOUBLE -> Opcodes.DCONST_0;
                    case Type.OBJECT, Type.ARRAY -> Opcodes.ACONST_NULL;
                    default -> Opcodes.ICONST_0;
                });
        return store(local);
    }

    public Code push(int number) {
        out.visitLdcInsn(number);
        return this;
    }

    public Code push(long number) {
        out.visitLdcInsn(number);
        return this;
    }

    /** Jumps to the case whose index was pushed, or else to another place. */
    public Code choose(Label[] cases, Label other) {
        out.visitTableSwitchInsn(0, cases.length - 1, other, cases);
        return this;
    }

    /** Pushes an object as a constant of that type. */
    public Code push(Object constant, Class<?> type) {
        int index = 0;
        while (index < constants.size() && constants.get(index) != constant) {
            index++;
        }
        if (index == constants.size()) {
            constants.add(constant);
        }
        out.visitLdcInsn(
                new ConstantDynamic(ConstantDescs.DEFAULT_NAME, Type.getDescriptor(type), CLASS_DATA_AT, index));
        return this;
    }

    public Code push(MethodHandle handle) {
        return push(handle, MethodHandle.class);
    }

    /** Invokes a handle that was pushed before its arguments. */
    public Code invoke(MethodHandle handle) {
        out.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                Type.getInternalName(MethodHandle.class),
                "invokeExact",
                handle.type().toMethodDescriptorString(),
                false);
        return this;
    }

    /** Calls the method of that name and those parameters, static or on the object that was pushed before them. */
    public Code call(Class<?> owner, String name, Class<?>... parameters) {
        Method method = Arrays.stream(owner.getDeclaredMethods())
                .filter(each -> each.getName().equals(name) && Arrays.equals(each.getParameterTypes(), parameters))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(owner + " has no method " + name));
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        out.visitMethodInsn(
                isStatic ? Opcodes.INVOKESTATIC : owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL,
                Type.getInternalName(owner),
                name,
                Type.getMethodDescriptor(method),
                owner.isInterface());
        return this;
    }

    /** Adds an instruction without operands. */
    public Code add(int opcode) {
        out.visitInsn(opcode);
        return this;
    }

    public Code jump(int opcode, Label to) {
        out.visitJumpInsn(opcode, to);
        return this;
    }

    public Code place(Label label) {
        out.visitLabel(label);
        return this;
    }

    /** Pushes a new object made of those values: one for each member of its plan, in order. */
    public Code make(ObjectPlan plan, Local[] values) {
        if (plan.bean()) {
            Local made = local(Object.class);
            makeEmpty(plan).store(made);
            for (int i = 0; i < values.length; i++) {
                set(plan.members().get(i), made, values[i]);
            }
            return load(made);
        }
        push(plan.constructor());
        for (Local each : values) {
            load(each);
        }
        return invoke(plan.constructor());
    }

    /** Pushes a new bean, whose setters were not called. */
    public Code makeEmpty(ObjectPlan bean) {
        return push(bean.constructor()).invoke(bean.constructor());
    }

    /** Pushes the value of a member of the object in that variable. */
    public Code get(ObjectPlan.Member member, Local object) {
        return push(member.getter()).load(object).invoke(member.getter());
    }

    /** Sets a member of the object in that variable, if it can be set. */
    public Code set(ObjectPlan.Member member, Local object, Local value) {
        MethodHandle setter = member.setter();
        return setter == null ? this : push(setter).load(object).load(value).invoke(setter);
    }

    /** Ends the method. */
    public void end() {
        out.visitMaxs(0, 0);
        out.visitEnd();
    }
}
