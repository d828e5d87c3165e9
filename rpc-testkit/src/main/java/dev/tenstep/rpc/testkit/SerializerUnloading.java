package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.PluginTypes.Note;
import dev.tenstep.rpc.testkit.PluginTypes.Notes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of {@link SerializerContract} about the classes of a plug-in, which must not outlive it. */
interface SerializerUnloading {

    /** Returns the serializer under test. */
    Serializer serializer();

    /** Loads {@link PluginTypes} anew, as the loader of a plug-in would. */
    final class PluginLoader extends ClassLoader {
        PluginLoader() {
            super(SerializerUnloading.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PluginTypes.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    default void classesThatWereServedAndDroppedAreUnloaded() throws ReflectiveOperationException {
        WeakReference<ClassLoader> dropped = serveAndDrop(serializer());
        Eventually.until("the plug-in's class loader is collected", () -> {
            System.gc();
            return dropped.refersTo(null);
        });
    }

    /** Serves and calls a plug-in. A method of its own, so that no local variable keeps it. */
    private static WeakReference<ClassLoader> serveAndDrop(Serializer serializer) throws ReflectiveOperationException {
        PluginLoader loader = new PluginLoader();
        serve(loader.loadClass(Notes.class.getName()), loader.loadClass(Note.class.getName()), serializer);
        return new WeakReference<>(loader);
    }

    private static <T> void serve(Class<T> type, Class<?> note, Serializer serializer)
            throws ReflectiveOperationException {
        T handler = type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> arguments[0]));
        Object sent = note.getDeclaredConstructor(long.class, String.class, List.class)
                .newInstance(7L, "text", List.of("tag"));
        try (RpcServer server = RpcServer.builder()
                        .listen("inproc:unloading-" + serializer.name())
                        .serializer(serializer)
                        .service(type, handler)
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer(serializer)
                        .build()) {
            Object read = type.getMethod("copy", note).invoke(client.stub(type), sent);
            // Not by equals: on JDK 17, that of a record leaves its class in a handle of the JDK's own.
            assertThat(read).isNotSameAs(sent).hasToString(sent.toString());
        }
    }
}
