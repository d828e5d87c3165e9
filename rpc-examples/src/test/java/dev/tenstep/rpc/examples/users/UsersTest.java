package dev.tenstep.rpc.examples.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.examples.Setting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class UsersTest {
    private static final int SECONDS = 10;

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void createdUsersAreFound(Setting setting) throws Exception {
        run(setting, users -> {
            NewUser shen = new NewUser();
            shen.setName("Shen");
            shen.setEmail("shen@example.org");
            shen.setRoles(Set.of(Role.READER, Role.OWNER));
            User created = users.create(shen);
            assertThat(created)
                    .isEqualTo(new User(
                            created.id(),
                            "Shen",
                            Optional.of("shen@example.org"),
                            Set.of(Role.OWNER, Role.READER),
                            created.created()));
            assertThat(users.find(created.id())).isEqualTo(created);
            assertThat(users.findLater(created.id()).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(created);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void unsetPropertyIsAbsent(Setting setting) throws Exception {
        run(setting, users -> {
            NewUser shen = new NewUser();
            shen.setName("Shen");
            User created = users.create(shen);
            assertThat(created)
                    .isEqualTo(new User(created.id(), "Shen", Optional.empty(), Set.of(), created.created()));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void usersAreListedInPages(Setting setting) throws Exception {
        run(setting, users -> {
            Page<User> first = users.list(0);
            assertThat(first.items())
                    .extracting(User::name)
                    .containsExactly("Ada", "Barbara", "Claude", "Dennis", "Edsger");
            assertThat(first.pages()).isEqualTo(3);
            assertThat(users.list(2).items()).extracting(User::name).containsExactly("Ken");
            assertThat(users.list(3)).isEqualTo(new Page<>(3, 3, List.of()));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void missingUserIsADeclaredExceptionWithItsProperty(Setting setting) throws Exception {
        run(setting, users -> {
            assertThatThrownBy(() -> users.find(4096))
                    .isInstanceOfSatisfying(
                            UserNotFoundException.class, e -> assertThat(e.id()).isEqualTo(4096))
                    .hasMessage("no user has the number 4096");
            assertThatThrownBy(() -> users.findLater(4097).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            UserNotFoundException.class, e -> assertThat(e.id()).isEqualTo(4097));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void aUserWithoutANameIsRefused(Setting setting) throws Exception {
        run(setting, users -> assertThatThrownBy(() -> users.create(new NewUser()))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.INVALID_ARGUMENT))
                .hasMessage("name: null (expected: a name)"));
    }

    private static void run(Setting setting, Setting.Check<Users> check) throws Exception {
        setting.run(Users.class, new UsersInMemory(), check);
    }
}
