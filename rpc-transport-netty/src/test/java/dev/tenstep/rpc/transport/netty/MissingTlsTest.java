package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.TlsOptions;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that takes Netty by its parts, and leaves out what TLS needs. */
final class MissingTlsTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private URLClassLoader loader;

    @BeforeEach
    void leaveOut() throws MalformedURLException {
        List<URL> parts = new ArrayList<>();
        int leftOut = 0;
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(part).getFileName().toString().matches("netty-handler-\\d.*")) {
                leftOut++;
            } else {
                parts.add(Path.of(part).toUri().toURL());
            }
        }
        assertThat(leftOut).isOne();
        loader = new URLClassLoader(parts.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void close() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }

    /** Loaded without netty-handler. */
    static final class Client implements Callable<Throwable> {
        @Override
        public Throwable call() {
            RpcClient.to("127.0.0.1:1").close();
            return catchThrowable(() -> RpcClient.builder()
                    .to("127.0.0.1:1")
                    .tls(TlsOptions.DEFAULT)
                    .build()
                    .close());
        }
    }

    /** Loaded without netty-handler. */
    static final class Server implements Callable<Throwable> {
        @Override
        public Throwable call() throws IOException {
            RpcServer.Builder builder =
                    RpcServer.builder().service(Probe.class, new ProbeHandler()).listen("127.0.0.1:0");
            builder.start().close();
            return catchThrowable(() -> builder.tls(TlsOptions.DEFAULT).start().close());
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Client.class, Server.class})
    void saysWhatIsMissingAndWorksWithoutTls(Class<?> end) throws Exception {
        Constructor<?> there = loader.loadClass(end.getName()).getDeclaredConstructor();
        there.setAccessible(true);

        assertThat(((Callable<?>) there.newInstance()).call())
                .isInstanceOf(IllegalArgumentException.class)
                .asString()
                .contains("TLS", "netty-handler (expected: on the class path");
    }
}
