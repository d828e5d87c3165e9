package dev.tenstep.rpc.cli.call;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.contract.Param;
import dev.tenstep.rpc.contract.RpcService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method of any service, as the only one of an interface that is made for it:
 *
 * <pre>{@code
 * @RpcService("acme.Users")
 * public interface Users {
 *     Stream<DynamicMessage> Find(@Param("request") DynamicMessage request);
 * }
 * }</pre>
 *
 * <p>Immutable.
 */
public final class DynamicMethod {
    private static final String PACKAGE = DynamicMethod.class.getPackageName() + ".";
    private static final String PARAMETER = "request";

    private final MethodDescriptor descriptor;
    private final Class<?> type;
    private final Method method;

    private DynamicMethod(MethodDescriptor descriptor, Class<?> type) {
        this.descriptor = descriptor;
        this.type = type;
        this.method = type.getMethods()[0];
    }

    /**
     * Makes one.
     *
     * @param name the method's name on the wire, which Tenstep's protocol has as Java does
     */
    public static DynamicMethod of(MethodDescriptor descriptor, String name) {
        String className = PACKAGE + descriptor.getService().getName();
        byte[] code = code(descriptor, className, name);
        return new DynamicMethod(descriptor, new Loader(descriptor).define(className, code));
    }

    /** The loader of one interface, which knows the method that it was made for. */
    private static final class Loader extends ClassLoader {
        private final MethodDescriptor descriptor;

        Loader(MethodDescriptor descriptor) {
            super(DynamicMethod.class.getClassLoader());
            this.descriptor = descriptor;
        }

        Class<?> define(String className, byte[] code) {
            return defineClass(className, code, 0, code.length);
        }
    }

    /** Returns the method that an interface was made for; null if it was not made here. */
    static @Nullable MethodDescriptor descriptor(Class<?> type) {
        return type.getClassLoader() instanceof Loader loader ? loader.descriptor : null;
    }

    private static byte[] code(MethodDescriptor descriptor, String className, String name) {
        ClassWriter out = new ClassWriter(0);
        int modifiers = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
        out.visit(
                Opcodes.V17,
                modifiers | Opcodes.ACC_INTERFACE,
                className.replace('.', '/'),
                null,
                Type.getInternalName(Object.class),
                null);
        annotate(
                out.visitAnnotation(Type.getDescriptor(RpcService.class), true),
                descriptor.getService().getFullName());
        Form given = new Form(descriptor.isClientStreaming());
        Form returned = new Form(descriptor.isServerStreaming());
        MethodVisitor method = out.visitMethod(
                modifiers,
                name,
                "(" + given.erased() + ")" + returned.erased(),
                "(" + given.signature() + ")" + returned.signature(),
                null);
        annotate(method.visitParameterAnnotation(0, Type.getDescriptor(Param.class), true), PARAMETER);
        method.visitEnd();
        out.visitEnd();
        return out.toByteArray();
    }

    private static void annotate(org.objectweb.asm.AnnotationVisitor annotation, String value) {
        annotation.visit("value", value);
        annotation.visitEnd();
    }

    /** A message, or a stream of them, as class files write it. */
    private record Form(boolean stream) {
        private static final String MESSAGE = Type.getDescriptor(DynamicMessage.class);

        String erased() {
            return stream ? Type.getDescriptor(Stream.class) : MESSAGE;
        }

        String signature() {
            return stream ? "L" + Type.getInternalName(Stream.class) + "<" + MESSAGE + ">;" : MESSAGE;
        }
    }

    /**
     * Calls the method, and blocks until the first reply is there.
     *
     * @param client one that has a {@link DynamicSerializer}
     * @param requests one, unless the method takes a stream of them
     * @return the replies, one unless the method returns a stream of them; to be closed
     * @throws dev.tenstep.rpc.call.RpcException if the call fails; the stream throws it as well
     */
    public Stream<DynamicMessage> call(RpcClient client, CallOptions options, Stream<DynamicMessage> requests) {
        Object stub = client.stub(type, options);
        Object request =
                descriptor.isClientStreaming() ? requests : requests.findFirst().orElseThrow();
        Object result;
        try {
            result = method.invoke(stub, request);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return result instanceof Stream<?> stream
                ? stream.map(DynamicMessage.class::cast)
                : Stream.of((DynamicMessage) result);
    }
}
