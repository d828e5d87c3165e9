package dev.tenstep.rpc.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.ServiceContract;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests class paths of compiled interfaces. */
final class ClassPathTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void compile() {
        Sources.compile(
                folder,
                """
                package acme;
                import dev.tenstep.rpc.contract.RpcService;
                @RpcService("acme.shop.Orders")
                public interface Orders { long count = Failing.count(); Gone find(long id); }
                """,
                """
                package acme;
                import dev.tenstep.rpc.contract.RpcService;
                public final class Shop {
                    @RpcService interface Carts { int size(String cart); }
                    @RpcService interface Bad { Object anything(); }
                }
                """,
                """
                package other;
                @dev.tenstep.rpc.contract.RpcService interface Carts { int size(); }
                """,
                "package acme; public record Gone(int one) {}",
                "package acme; public interface Plain {}",
                """
                package acme;
                public final class Failing {
                    static { if (true) throw new IllegalStateException("initialised"); }
                    public static long count() { return 0; }
                }
                """);
    }

    @Test
    void interfacesAreFoundByEachOfTheirNamesAndNotInitialised() {
        try (ClassPath classPath = ClassPath.open(folder.toString())) {
            assertThat(classPath.names())
                    .containsExactly("acme.Orders", "acme.Shop$Bad", "acme.Shop$Carts", "other.Carts");
            for (String name : List.of("Orders", "acme.Orders", "acme.shop.Orders")) {
                assertThat(classPath.contracts(List.of(name)))
                        .extracting(ServiceContract::name)
                        .containsExactly("acme.shop.Orders");
            }
            assertThat(classPath.services(List.of("acme.Shop.Carts", "acme.Shop$Carts")))
                    .hasSize(1);
            assertThat(classPath.services(List.of())).hasSize(4);
        }
    }

    @Test
    void aJarAndAStarAreOpened() throws IOException {
        Path libraries = Files.createDirectory(folder.resolve("libraries"));
        try (OutputStream out = Files.newOutputStream(libraries.resolve("a.jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new ZipEntry("other/Carts.class"));
            Files.copy(folder.resolve("other/Carts.class"), jar);
        }
        for (String each : List.of(libraries + "/*", libraries.resolve("a.jar").toString())) {
            try (ClassPath classPath = ClassPath.open(each)) {
                assertThat(classPath.names()).containsExactly("other.Carts");
            }
        }
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithTheNearest() {
        try (ClassPath classPath = ClassPath.open(folder.toString())) {
            assertThatThrownBy(() -> classPath.services(List.of("Oders")))
                    .hasMessage(folder + " has no interface Oders marked @RpcService (expected: Orders, or another of"
                            + " the 4 that there are)");
            assertThatThrownBy(() -> classPath.services(List.of("Carts")))
                    .hasMessage("Carts is acme.Shop$Carts and other.Carts (expected: the whole name of one of them)");
        }
    }

    @Test
    void aClassThatIsMissingOrCannotCrossIsNamed() throws IOException {
        Files.delete(folder.resolve("acme/Gone.class"));
        try (ClassPath classPath = ClassPath.open(folder.toString())) {
            assertThatThrownBy(() -> classPath.contracts(List.of("Orders")))
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessage("acme.Orders cannot be loaded: the class path lacks a class that it needs: acme/Gone");
            assertThatThrownBy(() -> classPath.contracts(List.of("Bad")))
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessageStartingWith("acme.Shop$Bad: Bad.anything -> Object: can be anything (expected: ");
        }
    }

    @Test
    void aClassPathThatIsNotThereOrEmptyIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> ClassPath.open(folder.resolve("no").toString()))
                .hasMessage(folder.resolve("no") + " does not exist (expected: a folder of classes or a jar)");
        try (ClassPath classPath = ClassPath.open(empty.toString())) {
            assertThatThrownBy(() -> classPath.services(List.of()))
                    .hasMessage(empty + " has no interface marked @RpcService (expected: one or more)");
        }
    }
}
