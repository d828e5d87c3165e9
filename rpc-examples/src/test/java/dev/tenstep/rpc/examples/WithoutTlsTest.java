package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.examples.panda.Panda;
import dev.tenstep.rpc.examples.panda.PandaClient;
import dev.tenstep.rpc.examples.panda.PandaServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that uses no TLS may leave out those parts of Netty that only TLS needs. */
final class WithoutTlsTest {
    @Test
    void callsNeedNothingThatOnlyTlsNeeds() throws Exception {
        List<URL> left = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.matches(".*netty-(handler|codec-base)-[^/]*\\.jar")) {
                left.add(Path.of(entry).toUri().toURL());
            }
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(left.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(loader.getResource("io/netty/channel/Channel.class")).isNotNull();
            assertThat(loader.getResource("io/netty/handler/ssl/SslHandler.class"))
                    .isNull();
            Thread.currentThread().setContextClassLoader(loader);
            assertThat(called(loader)).isEqualTo("124" + System.lineSeparator());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Runs {@link PandaClient} against {@link PandaServer}, both from that loader, and returns the client's output. */
    private static String called(ClassLoader loader) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AutoCloseable server = (AutoCloseable) loader.loadClass(PandaServer.class.getName())
                .getMethod("start", String.class)
                .invoke(null, "127.0.0.1:0")) {
            assertThat(server.getClass().getClassLoader()).isEqualTo(loader).isNotEqualTo(Panda.class.getClassLoader());
            String address = (String) server.getClass().getMethod("address").invoke(server);
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            loader.loadClass(PandaClient.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {address});
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
