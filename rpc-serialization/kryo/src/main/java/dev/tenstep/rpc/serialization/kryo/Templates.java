package dev.tenstep.rpc.serialization.kryo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Makes plans whose parts are constants. A template is a class that takes its static finals from its class data, and
 * each plan is an instance of a hidden copy of it. The compiler thus knows the parts of each plan and compiles them
 * into one piece of code. It is as fast as code written by hand, where handles in fields would be called one by one.
 */
final class Templates {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Templates() {}

    /** Makes a plan from a template and the parts that it takes its constants from. */
    static Plan plan(Class<? extends Plan> template, Object... parts) {
        try {
            return (Plan) LOOKUP.defineHiddenClassWithClassData(bytesOf(template), List.of(parts), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(template.getName(), e);
        }
    }

    /** Returns one of the parts. A template's copy calls it when it is initialized. */
    static <T> T part(MethodHandles.Lookup copy, Class<T> type, int index) {
        try {
            return MethodHandles.classDataAt(copy, ConstantDescs.DEFAULT_NAME, type, index);
        } catch (IllegalAccessException e) {
            throw new LinkageError(copy.toString(), e);
        }
    }

    private static byte[] bytesOf(Class<?> template) {
        String file = template.getName().substring(template.getPackageName().length() + 1) + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new LinkageError(file + " is not beside the other classes of " + template.getPackageName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
