package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A serializer that cannot be loaded is reported where it may be meant, and is in nobody's way else. */
final class BrokenSerializersTest {
    private static final String ADDRESS = "inproc:broken-serializers";
    private static final String ORPHAN = "com.example.OrphanSerializer";
    private static final String REASONS = "; on the class path and cannot be loaded: " + Serializer.class.getName()
            + ": Provider com.example.GoneSerializer not found; " + Serializer.class.getName() + ": Provider "
            + LonelySerializer.class.getName() + " could not be instantiated: java.lang.NoClassDefFoundError:"
            + " com/example/Library; com/example/Parent";

    @RpcService
    interface Echo {
        String echo(String text);
    }

    /** One whose library is missing. */
    public static final class LonelySerializer implements Serializer {
        /** Needs the library. */
        public LonelySerializer() {
            throw new NoClassDefFoundError("com/example/Library");
        }

        @Override
        public String name() {
            return "lonely";
        }

        @Override
        public Codec bind(MethodContract method, MessageShape shape) {
            throw new UnsupportedOperationException();
        }
    }

    /** Finds a class, and not the one that it extends. */
    private static final class Loader extends URLClassLoader {
        Loader(Path folder) throws IOException {
            super(new URL[] {folder.toUri().toURL()}, BrokenSerializersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(ORPHAN)) {
                throw new NoClassDefFoundError("com/example/Parent");
            }
            return super.loadClass(name, resolve);
        }
    }

    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();

    @BeforeEach
    void putBrokenSerializersOnTheClassPath(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(
                services.resolve(Serializer.class.getName()),
                List.of(
                        "com.example.GoneSerializer",
                        LonelySerializer.class.getName(),
                        TinySerializer.class.getName(),
                        ORPHAN));
        thread.setContextClassLoader(new Loader(folder));
    }

    @AfterEach
    void takeThemAway() throws IOException {
        Loader loader = (Loader) thread.getContextClassLoader();
        thread.setContextClassLoader(before);
        loader.close();
    }

    private static RpcServer.Builder server() {
        return RpcServer.builder()
                .listen(ADDRESS)
                .serializer(new TinySerializer())
                .service(Echo.class, text -> text);
    }

    @Test
    void anotherOneThatIsChosenDoesNotHearOfThem() {
        try (RpcServer server = server().start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer(new TinySerializer())
                        .build()) {
            assertThat(client.stub(Echo.class).echo("x")).isEqualTo("x");
        }
    }

    @Test
    void chosenOneSaysWhyItCannotBeLoaded() {
        assertThatThrownBy(() -> server().serializer("lonely").start().close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rpc.serializer: lonely (expected one of: tiny)" + REASONS)
                .hasCauseInstanceOf(ServiceConfigurationError.class);
        assertThatThrownBy(() -> server().accept("lonely").start().close())
                .hasMessage("rpc.server.serializers: lonely (expected one of: tiny)" + REASONS);
        try (RpcClient client =
                RpcClient.builder().to(ADDRESS).serializer(new TinySerializer()).build()) {
            assertThatThrownBy(() -> client.stub(Echo.class, CallOptions.DEFAULT.withSerializer("lonely")))
                    .hasMessage("rpc.serializer: lonely (expected one of: tiny)" + REASONS);
        }
    }

    @Test
    void onlyOneThatCanBeLoadedIsNotTakenForTheOnlyOneThereIs() {
        assertThatThrownBy(() -> RpcClient.to(ADDRESS).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rpc.serializer is not set (expected one of: tiny)" + REASONS);
    }
}
