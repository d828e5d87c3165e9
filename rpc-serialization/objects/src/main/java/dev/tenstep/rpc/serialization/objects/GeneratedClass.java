package dev.tenstep.rpc.serialization.objects;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A class that is being generated: a hidden one in the package of whoever generates it, so that it may call what is
 * visible there, and it is unloaded with the codec that it is for.
 *
 * <p>The system property {@code tenstep.generated} names a folder into which every class file is written as well, for {@code
 * javap -c -p}.
 */
public final class GeneratedClass {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratedClass.class);
    private static final String OBJECT = "java/lang/Object";
    private static final AtomicInteger WRITTEN = new AtomicInteger();

    private final MethodHandles.Lookup owner;
    private final String name;
    private final List<Object> constants = new ArrayList<>();
    private final ClassWriter file = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
        @Override
        protected String getCommonSuperClass(String one, String other) {
            return OBJECT;
        }
    };

    /**
     * Begins a class.
     *
     * @param owner the lookup of the class that generates it
     * @param name the simple name; hidden classes may share one
     * @param type the interface that it implements, or the class that it extends, which has a constructor without
     *     parameters
     */
    public GeneratedClass(MethodHandles.Lookup owner, String name, Class<?> type) {
        this.owner = owner;
        this.name = owner.lookupClass().getPackageName().replace('.', '/') + "/" + name;
        String typeName = Type.getInternalName(type);
        String superclass = type.isInterface() ? OBJECT : typeName;
        String[] interfaces = type.isInterface() ? new String[] {typeName} : new String[0];
        file.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, this.name, null, superclass, interfaces);
        MethodVisitor constructor = file.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, superclass, "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
    }

    /** Begins a public method; the one before it has ended. */
    public Code method(String method, Class<?> result, Class<?>... parameters) {
        String descriptor = MethodType.methodType(result, parameters).toMethodDescriptorString();
        return new Code(file.visitMethod(Opcodes.ACC_PUBLIC, method, descriptor, null, null), constants);
    }

    /** Ends the class, loads it and makes its only object. */
    public Object instance() throws ReflectiveOperationException {
        file.visitEnd();
        byte[] bytes = file.toByteArray();
        String folder = System.getProperty("tenstep.generated");
        if (folder != null) {
            write(bytes, folder);
        }
        MethodHandles.Lookup made = owner.defineHiddenClassWithClassData(bytes, constants, true);
        MethodHandle constructor = made.findConstructor(made.lookupClass(), MethodType.methodType(void.class));
        try {
            return constructor.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new InvocationTargetException(e);
        }
    }

    private void write(byte[] bytes, String folder) {
        String file = name.substring(name.lastIndexOf('/') + 1) + "-" + WRITTEN.incrementAndGet() + ".class";
        try {
            Path parent = Files.createDirectories(Path.of(folder));
            Files.write(parent.resolve(file), bytes);
        } catch (IOException | InvalidPathException e) {
            LOG.warn("tenstep.generated: {} (expected: a folder to write to): {}", folder, e.toString());
        }
    }
}
