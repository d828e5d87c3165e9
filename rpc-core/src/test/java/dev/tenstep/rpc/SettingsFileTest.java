package dev.tenstep.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The settings file is found beside the library, whatever class loader a thread has. */
final class SettingsFileTest {

    /** Reads a setting with its own class loader. */
    public static final class Probe implements Supplier<String> {

        /** For reflection. */
        public Probe() {}

        @Override
        public String get() {
            return String.valueOf(CoreKeys.Reader.load(null, Map.of()).find(CoreKeys.TARGET));
        }
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Test
    void threadWhoseLoaderDoesNotSeeTheFileReadsItNevertheless(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("rpc.properties"), "rpc.target=of.the.file:1");
        URL[] application = {
            home(CoreKeys.class),
            home(Probe.class),
            home(LoggerFactory.class),
            home(NullMarked.class),
            folder.toUri().toURL()
        };
        try (URLClassLoader loader = new URLClassLoader(application, ClassLoader.getPlatformClassLoader())) {
            Supplier<?> probe = (Supplier<?>)
                    loader.loadClass(Probe.class.getName()).getConstructor().newInstance();
            // A thread of the common pool has the system class loader.
            assertThat(CompletableFuture.supplyAsync(() -> with(null, probe)).join())
                    .isEqualTo("of.the.file:1");
            assertThat(with(ClassLoader.getPlatformClassLoader(), probe)).isEqualTo("of.the.file:1");
            assertThat(with(loader, probe)).isEqualTo("of.the.file:1");
        }
    }

    private static Object with(@Nullable ClassLoader context, Supplier<?> probe) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        if (context != null) {
            thread.setContextClassLoader(context);
        }
        try {
            return probe.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
