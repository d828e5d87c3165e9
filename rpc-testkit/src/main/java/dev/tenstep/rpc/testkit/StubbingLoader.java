package dev.tenstep.rpc.testkit;

import static net.bytebuddy.matcher.ElementMatchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.StubMethod;
import org.jspecify.annotations.Nullable;

/** Loads the framework's classes anew, with one method stubbed to do nothing and return null. */
final class StubbingLoader extends ClassLoader {
    private static final String OURS = "dev.tenstep.rpc.";

    private final @Nullable Method stubbed;

    /** Makes one that removes a method's body; null to remove none. */
    StubbingLoader(@Nullable Method stubbed) {
        super(StubbingLoader.class.getClassLoader());
        this.stubbed = stubbed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try {
            byte[] code = bytes(name);
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] bytes(String name) throws IOException, ClassNotFoundException {
        Method method = stubbed;
        if (method != null && method.getDeclaringClass().getName().equals(name)) {
            Class<?> owner = method.getDeclaringClass();
            return new ByteBuddy()
                    .redefine(owner, ClassFileLocator.ForClassLoader.of(owner.getClassLoader()))
                    .method(is(method))
                    .intercept(StubMethod.INSTANCE)
                    .make()
                    .getBytes();
        }
        try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return code.readAllBytes();
        }
    }
}
