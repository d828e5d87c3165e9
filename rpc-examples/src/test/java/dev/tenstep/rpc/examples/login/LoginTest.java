package dev.tenstep.rpc.examples.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.examples.Setting;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class LoginTest {
    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void everyLoginHasATokenOfItsOwn(Setting setting) throws Exception {
        setting.run(LoginService.class, Accounts.ofExample(), service -> {
            String first = service.login(new LoginRequest("ann", "secret")).token();
            assertThat(first).isNotBlank();
            assertThat(service.login(new LoginRequest("ann", "secret")).token()).isNotEqualTo(first);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void oneStreamLogsSeveralIn(Setting setting) throws Exception {
        setting.run(LoginService.class, Accounts.ofExample(), service -> {
            try (Stream<LoginReply> replies = service.loginEach(LoginClient.requests())) {
                assertThat(replies.map(LoginReply::toString))
                        .containsExactly("ann: logged in", "bob: refused", "cleo: logged in");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"ann, Secret", "ann, ''", "dan, secret"})
    void wrongPasswordsAndUnknownUsersAreRefusedAlike(String user, String password) {
        assertThatThrownBy(() -> Accounts.ofExample().login(new LoginRequest(user, password)))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.UNAUTHENTICATED))
                .hasMessage("wrong user or password: " + user);
    }

    @Test
    void passwordsDoNotReachLogs() {
        assertThat(new LoginRequest("ann", "secret")).hasToString("LoginRequest[ann]");
    }
}
