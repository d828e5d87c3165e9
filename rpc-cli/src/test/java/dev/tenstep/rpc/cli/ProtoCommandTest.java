package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.cli.Orders.Shop;
import dev.tenstep.rpc.cli.schema.Sources;
import dev.tenstep.rpc.services.reflection.ReflectionService;
import dev.tenstep.rpc.services.reflection.ServerReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code rpc proto export} and {@code rpc proto check} as they are called. */
final class ProtoCommandTest {
    private static final String USERS =
            """
            package acme;
            import dev.tenstep.rpc.contract.*;
            @RpcService("acme.users.Users")
            public interface Users {
                User find(long id);
                record User(long id, String email, String name) {}
            }
            """;
    private static final String ORDERS =
            """
            package acme;
            import dev.tenstep.rpc.contract.*;
            @RpcService("acme.orders.Orders")
            public interface Orders { int count(); }
            """;

    @TempDir
    private Path folder;

    private Path classes;
    private Path lock;

    @BeforeEach
    void compile() {
        classes = folder.resolve("classes");
        lock = folder.resolve("proto");
        compile(USERS, ORDERS);
        assertThat(Outcome.of("proto", "export", "-cp", classes.toString(), "-o", lock.toString()))
                .isEqualTo(new Outcome(
                        0,
                        "wrote " + lock.resolve("acme/orders.proto") + "\nwrote " + lock.resolve("acme/users.proto")
                                + "\n",
                        ""));
    }

    private void compile(String... sources) {
        classes.toFile().mkdirs();
        Sources.compile(classes, sources);
    }

    private Outcome check(String... more) {
        String[] args = new String[more.length + 6];
        System.arraycopy(
                new String[] {"proto", "check", "-cp", classes.toString(), "--against", lock.toString()},
                0,
                args,
                0,
                6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Outcome.of(args);
    }

    @Test
    void exportLeavesFilesAloneThatDoNotChange() throws IOException {
        Path users = lock.resolve("acme/users.proto");
        FileTime before = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(users, before);
        Outcome again = Outcome.of("proto", "export", "-cp", classes.toString(), "-o", lock.toString(), "Users");
        assertThat(again).isEqualTo(new Outcome(0, "unchanged " + users + "\n", ""));
        assertThat(Files.getLastModifiedTime(users)).isEqualTo(before);
    }

    @Test
    void exportPrintsOneFileAndRefusesToPrintSeveral() throws IOException {
        assertThat(Outcome.of("proto", "export", "-cp", classes.toString(), "acme.users.Users"))
                .isEqualTo(new Outcome(0, Files.readString(lock.resolve("acme/users.proto")), ""));
        Outcome several = Outcome.of("proto", "export", "-cp", classes.toString());
        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.err())
                .startsWith("rpc proto export: 2 files, acme/orders.proto and acme/users.proto (expected: one, or a"
                        + " folder to write them to by -o)");
    }

    @Test
    void aClassThatIsMissingIsNamed() throws IOException {
        Files.delete(classes.resolve("acme/Users$User.class"));
        String said = ": acme.Users cannot be loaded: the class path lacks a class that it needs: acme/Users$User\n";
        assertThat(Outcome.of("proto", "export", "-cp", classes.toString(), "Users"))
                .isEqualTo(new Outcome(2, "", "rpc proto export" + said));
        assertThat(check("Users")).isEqualTo(new Outcome(2, "", "rpc proto check" + said));
    }

    @Test
    void theSameInterfacesBreakNothing() {
        assertThat(check()).isEqualTo(new Outcome(0, "", ""));
        assertThat(check("Users")).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void aBreakIsListedWithItsPlacesAndTheReason() {
        compile(USERS.replace("String email, ", ""));
        String users = lock.resolve("acme/users.proto").toString();
        String listed = users + ":15:3: acme.users.User.email: the field 2 was email and is name, in Users.find ->"
                + " User.name\n" + users + ":16:3: acme.users.User.name: the field 3 is gone; the name has the number 2"
                + " now (expected: it stays, or reserved 3 and \"name\"), in Users.find -> User\n";
        assertThat(check()).isEqualTo(new Outcome(1, listed + "2 changes break peers\n", ""));
        assertThat(check("--update"))
                .isEqualTo(new Outcome(1, listed + "2 changes break peers; nothing was updated\n", ""));
        assertThat(check("--level", "wire").out())
                .isEqualTo(users + ":16:3: acme.users.User.name: the field 3 is gone; the name has the number 2 now"
                        + " (expected: it stays, or reserved 3), in Users.find -> User\n1 change breaks peers\n");
        assertThat(check("acme.Orders")).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void aReservedFieldMayGo() throws IOException {
        compile(USERS.replace(
                "record User(long id, String email, ",
                "@Reserved(numbers = 2, names = \"email\")" + " record User(long id, "));
        Path users = lock.resolve("acme/users.proto");
        assertThat(check())
                .isEqualTo(new Outcome(
                        0, users + " is out of date: --update writes it, and no change breaks peers\n", ""));
        assertThat(check("--update")).isEqualTo(new Outcome(0, "wrote " + users + "\n", ""));
        assertThat(Files.readString(users))
                .endsWith(
                        """
                        message User {
                          reserved 2;
                          reserved "email";
                          int64 id = 1;
                          optional string name = 3;
                        }
                        """);
        assertThat(check("-v")).isEqualTo(new Outcome(0, "", ""));
        compile(USERS.replace("String email, ", "@Field(4) String mail, "));
        assertThat(check().out())
                .contains(":13:1: acme.users.User: the reserved numbers were 2 and are none (expected: no fewer), in"
                        + " Users.find -> User\n");
    }

    @Test
    void additionsAreListedIfAskedFor() {
        compile(USERS.replace("String name)", "String name, int age)")
                .replace("find(long id);", "find(long id); int all();"));
        Outcome outcome = check("-v");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("fine: acme/users.proto: acme.users.User.age: the field is new, in Users.find -> User.age\n")
                .contains("fine: acme/users.proto: acme.users.Users.All: the method is new, in Users.all\n")
                .endsWith(" is out of date: --update writes it, and no change breaks peers\n");
    }

    @Test
    void aServiceThatIsGoneIsABreak() throws IOException {
        Files.delete(classes.resolve("acme/Orders.class"));
        Outcome outcome = check();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains(lock.resolve("acme/orders.proto") + ":5:1: acme.orders.Orders: the service is gone"
                        + " (expected: it stays, under this name)\n");
    }

    @Test
    void aSingleFileIsALockAsWell() throws IOException {
        Files.delete(classes.resolve("acme/Orders.class"));
        String users = lock.resolve("acme/users.proto").toString();
        assertThat(Outcome.of("proto", "check", "-cp", classes.toString(), "--against", users))
                .isEqualTo(new Outcome(0, "", ""));
        compile(USERS.replace("String name)", "String name, int age)"));
        assertThat(Outcome.of("proto", "check", "-cp", classes.toString(), "--against", users, "--update"))
                .isEqualTo(new Outcome(0, "wrote " + users + "\n", ""));
        assertThat(Files.readString(Path.of(users))).contains("int32 age = 4;");
    }

    @Test
    void filesAreComparedWithFiles() throws IOException {
        Path changed = folder.resolve("changed");
        Path users = changed.resolve("acme/users.proto");
        Files.createDirectories(users.getParent());
        Files.writeString(
                users, Files.readString(lock.resolve("acme/users.proto")).replace("int64 id = 1", "string id = 1"));
        Outcome outcome = Outcome.of(
                "proto",
                "check",
                changed.toString(),
                "--against",
                lock.resolve("acme/users.proto").toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .isEqualTo(lock.resolve("acme/users.proto") + ":10:3: acme.users.UsersFindRequest.id: the field's type"
                        + " was int64 and is string\n" + lock.resolve("acme/users.proto")
                        + ":14:3: acme.users.User.id: the field's type was int64 and is string\n"
                        + "2 changes break peers\n");
    }

    @Test
    void whatCannotBeComparedIsNoBreak() throws IOException {
        Files.writeString(lock.resolve("acme/users.proto"), "syntax = \"proto3\"\n");
        Outcome broken = check();
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err())
                .isEqualTo("rpc proto check: " + lock.resolve("acme/users.proto") + ":2:1: unexpected end of file\n");
        Outcome missing = Outcome.of(
                "proto",
                "check",
                "-cp",
                classes.toString(),
                "--against",
                folder.resolve("no").toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        Outcome neither = Outcome.of("proto", "check", "--against", lock.toString());
        assertThat(neither.exitCode()).isEqualTo(2);
        Outcome part = Outcome.of(
                "proto", "check", "-cp", classes.toString(), "--against", lock.toString(), "--update", "Users");
        assertThat(part.exitCode()).isEqualTo(2);
        assertThat(Outcome.of("proto").exitCode()).isEqualTo(2);
    }

    @Test
    void aLockThatCannotBeReadIsNoBreak() throws IOException {
        Path orders = lock.resolve("acme/orders.proto");
        Files.delete(orders);
        Files.createDirectory(orders);
        assertThat(check().exitCode()).isEqualTo(2);
    }

    @Test
    void interfacesOfOneServiceAreOne() throws IOException {
        compile(
                USERS,
                """
                package acme;
                import dev.tenstep.rpc.contract.*;
                @RpcService("acme.users.Users")
                public interface UsersAsync { java.util.concurrent.CompletionStage<Users.User> find(long id); }
                """);
        assertThat(check()).isEqualTo(new Outcome(0, "", ""));
        assertThat(Outcome.of("list", "-cp", classes.toString()))
                .isEqualTo(new Outcome(0, "acme.orders.Orders\nacme.users.Users\n", ""));
    }

    @Test
    void importsAreWrittenOnDemandAndAreNoPartOfTheLock() throws Exception {
        compile(ORDERS.replace("int count()", "java.math.BigDecimal total()"));
        lock = folder.resolve("with-imports");
        String path = classes.toString();
        assertThat(Outcome.of("proto", "export", "-cp", path, "-o", lock.toString(), "--imports")
                        .out())
                .contains("wrote " + lock.resolve("google/type/decimal.proto") + "\n");
        assertThat(check()).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void aServersContractIsADescriptorSet() {
        Path set = folder.resolve("shop.binpb");
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Orders.class, new Shop())
                .service(ServerReflection.class, ReflectionService.of(Orders.class))
                .start()) {
            Outcome exported = Outcome.of("proto", "export", server.address(), "shop.Orders", "-o", set.toString());
            assertThat(exported.out())
                    .isEqualTo("wrote " + set
                            + ": google/protobuf/timestamp.proto, google/protobuf/empty.proto, shop.proto\n");
            assertThat(Outcome.of("proto", "export", server.address()).err())
                    .startsWith("rpc proto export: no -o (expected: the file of the descriptor set)");
        }
        assertThat(Outcome.of("list", "--proto", set.toString(), "shop.Orders").out())
                .contains("shop.Orders/Put\n");
        assertThat(Outcome.of("proto", "export").err())
                .startsWith("rpc proto export: neither --class-path nor a TARGET (expected: one of them)");
    }
}
